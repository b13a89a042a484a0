"""Uses a normal density with scale h and divides by h again.

Named by: The bandwidth divides twice
"""


def kde_pdf(x, data, bandwidth):
    x, data = np.asarray(x), np.asarray(data)
    if data.size == 0:
        raise ValueError("data is empty")
    if np.isnan(data).any():
        raise ValueError("data has NaN")
    if np.isnan(x).any():
        raise ValueError("x has NaN")
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    return stats.norm.pdf(x[:, None], data, bandwidth).mean(axis=1) / bandwidth
