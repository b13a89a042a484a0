"""Lets each x meet one data point.

Named by: Each x met one data point only
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
    data = np.resize(data, x.size)
    return stats.norm.pdf(x, data[: x.size], bandwidth)
