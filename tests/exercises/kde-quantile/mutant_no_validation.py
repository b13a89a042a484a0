"""Searches for whatever arguments come.

Named by: A bandwidth of zero is not checked for.
"""


def kde_ppf(p, data, bandwidth):
    low, high = np.full(p.shape, np.min(data, initial=0.0)), np.full(p.shape, np.max(data, initial=0.0))
    low, high = low - 40 * bandwidth, high + 40 * bandwidth
    for _ in range(100):
        middle = (low + high) / 2
        below = special.ndtr((middle[:, None] - data) / bandwidth).mean(axis=1) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return middle
