"""Searches only between the smallest and the largest data point.

Named by: The search ends at the smallest and largest data point
"""


def kde_ppf(p, data, bandwidth):
    p = np.asarray(p, dtype=float)
    data = np.asarray(data, dtype=float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.any(np.isnan(data)):
        raise ValueError("data must not be empty or NaN")
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must not be negative or NaN")
    lower = np.full(p.shape, data.min())
    upper = np.full(p.shape, data.max())
    for _ in range(100):
        middle = (lower + upper) / 2
        below = special.ndtr((middle[:, None] - data) / bandwidth).mean(axis=1) < p
        lower = np.where(below, middle, lower)
        upper = np.where(below, upper, middle)
    return (lower + upper) / 2
