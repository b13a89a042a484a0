"""Looks p up in a table of 50 points.

Named by: between the points of a table, the CDF is no straight line; take more of them
"""


def kde_ppf(p, data, bandwidth):
    p, data = np.asarray(p), np.asarray(data)
    if np.isnan(p).any() or (p < 0).any():
        raise ValueError("p must be probabilities")
    if data.size == 0:
        raise ValueError("data is empty")
    if np.isnan(data).any():
        raise ValueError("data has NaN")
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    def cdf(x):
        return special.ndtr((x[:, None] - data) / bandwidth).mean(axis=1)

    grid = np.linspace(data.min() - 5 * bandwidth, data.max() + 5 * bandwidth, 50)
    return np.interp(p, cdf(grid), grid)
