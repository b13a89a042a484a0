"""Interpolates the CDF on a grid of 1000 points over the whole range, too coarse for narrow kernels and groups far apart.

Named by: between the points of a table, the CDF is no straight line
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
    grid = np.linspace(data.min() - 6 * bandwidth, data.max() + 6 * bandwidth, 1000)
    cdf = special.ndtr((grid[:, None] - data) / bandwidth).mean(axis=1)
    return np.interp(p, cdf, grid)
