"""Returns the density.

Named by: This is the density, not the distribution function
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
    return stats.norm.pdf(z).mean(axis=1) / bandwidth
