"""Adds h times the normal quantile to the empirical quantile of the data, as if quantiles of a sum added up.

Named by: Quantiles do not add up
"""


def kde_ppf(p, data, bandwidth):
    p = np.asarray(p, dtype=float)
    data = np.asarray(data, dtype=float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.any(np.isnan(data)):
        raise ValueError("data must not be empty or NaN")
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must not be negative or NaN")
    return np.quantile(data, p) + bandwidth * special.ndtri(p)
