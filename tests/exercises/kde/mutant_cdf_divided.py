"""Keeps the density's factor 1/(N h).

Named by: The factor 1/h belongs to the density only
"""


def kde_cdf(x, data, bandwidth):
    x, data = np.asarray(x), np.asarray(data)
    if data.size == 0:
        raise ValueError("data is empty")
    if np.isnan(data).any():
        raise ValueError("data has NaN")
    if np.isnan(x).any():
        raise ValueError("x has NaN")
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    z = (x[:, None] - data) / bandwidth
    return stats.norm.cdf(z).mean(axis=1) / bandwidth
