"""Gives p to erfinv, not 2p - 1.

Named by: erfinv was given p; it takes 2p - 1
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must be probabilities")
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if np.isnan(sigma) or sigma <= 0:
        raise ValueError("sigma must be positive")
    return mu + sigma * np.sqrt(2) * special.erfinv(p)
