"""Computes the CDF, with erf in place of its inverse.

Named by: This is the CDF at p; its inverse is asked for
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must be probabilities")
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if np.isnan(sigma) or sigma <= 0:
        raise ValueError("sigma must be positive")
    return 0.5 * (1 + special.erf((p - mu) / (sigma * np.sqrt(2))))
