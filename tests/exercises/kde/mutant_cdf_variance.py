"""Takes the bandwidth for a variance.

Named by: The bandwidth was taken for a variance
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
    return stats.norm.cdf(x[:, None], data, bandwidth**0.5).mean(axis=1)
