"""Answers for the first p only.

Named by: One quantile came back for several p
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
    low, high = data.min() - 6 * bandwidth, data.max() + 6 * bandwidth
    for _ in range(60):
        middle = (low + high) / 2
        if special.ndtr((middle - data) / bandwidth).mean() < p[0]:
            low = middle
        else:
            high = middle
    return (low + high) / 2
