"""Searches from three bandwidths below the data to three above, which is too near for small p.

Named by: The solution is not between the two ends of the search
"""


def kde_ppf(p, data, bandwidth):
    p, data = np.asarray(p, float), np.asarray(data, float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.isnan(data).any():
        raise ValueError("data must hold numbers")
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("p must lie between 0 and 1")

    low = np.full(p.shape, data.min() - 3 * bandwidth)
    high = np.full(p.shape, data.max() + 3 * bandwidth)
    for _ in range(60):
        middle = (low + high) / 2
        below = special.ndtr((middle[:, None] - data) / bandwidth).mean(axis=1) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
