"""Uses the survival function and sorted data in blocks."""


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
    total = np.zeros(x.shape)
    for block in np.array_split(np.sort(data), 3):
        total = total + stats.norm.sf((x[None, :] - block[:, None]) / bandwidth).sum(axis=0)
    return 1 - total / data.size
