"""Searches between -10 and 10.

Named by: The solution is not between the two ends of the search: choose them from data and bandwidth
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

    low, high = np.full(p.shape, -10.0), np.full(p.shape, 10.0)
    for _ in range(60):
        middle = (low + high) / 2
        below = cdf(middle) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
