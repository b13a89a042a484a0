"""Stops when the interval is shorter than 0.001, whatever the scale.

Named by: The search stops at a fixed length
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

    low, high = np.full(p.shape, data.min() - 6 * bandwidth), np.full(p.shape, data.max() + 6 * bandwidth)
    while np.max(high - low) > 1e-3:
        middle = (low + high) / 2
        below = cdf(middle) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
