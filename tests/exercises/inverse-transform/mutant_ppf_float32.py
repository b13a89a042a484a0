"""Computes in float32, where 1 - 1e-10 is 1.

Named by: float32 cannot tell p = 1 - 1e-10 from 1: work in float64
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p)
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must be probabilities")
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if np.isnan(sigma) or sigma <= 0:
        raise ValueError("sigma must be positive")
    return mu + sigma * np.sqrt(2) * special.erfinv(2 * p.astype(np.float32) - 1)
