"""Checks the probabilities and the standard deviation, and forgets the mean.

Named by: A mean of NaN is not checked for.
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if not np.all(p >= 0):
        raise ValueError("p must hold probabilities")
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    return stats.norm.ppf(p, mu, sigma)
