"""Inverts whatever probabilities come, for any mean and scale.

Named by: A standard deviation of zero is not checked for.
"""


def normal_ppf(p, mu, sigma):
    return mu + sigma * np.sqrt(2) * special.erfinv(2 * np.asarray(p) - 1)
