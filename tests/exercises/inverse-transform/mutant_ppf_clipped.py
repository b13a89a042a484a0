"""Clips p against infinities and cuts the tails off.

Named by: p is clipped before it is inverted, so that the tails are cut off
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must be probabilities")
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if np.isnan(sigma) or sigma <= 0:
        raise ValueError("sigma must be positive")
    return mu + sigma * np.sqrt(2) * special.erfinv(2 * np.clip(p, 1e-6, 1 - 1e-6) - 1)
