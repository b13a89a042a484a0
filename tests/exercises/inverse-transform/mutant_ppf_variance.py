"""Takes sigma for a variance.

Named by: sigma was taken for a variance
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must be probabilities")
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if np.isnan(sigma) or sigma <= 0:
        raise ValueError("sigma must be positive")
    return mu + np.sqrt(2 * sigma) * special.erfinv(2 * p - 1)
