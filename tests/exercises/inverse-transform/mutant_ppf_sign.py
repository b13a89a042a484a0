"""Uses 1 - 2p in erfinv.

Named by: The sign is turned round: erfinv takes 2p - 1, not 1 - 2p
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must be probabilities")
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if np.isnan(sigma) or sigma <= 0:
        raise ValueError("sigma must be positive")
    return mu + sigma * np.sqrt(2) * special.erfinv(1 - 2 * p)
