"""Bisection that stops as soon as the probability is near enough."""


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

    low, high = data.min() - 5.0 * bandwidth + 0 * p, data.max() + 5.0 * bandwidth + 0 * p
    middle = (low + high) / 2
    while np.max(np.abs(cdf(middle) - p)) > 1e-4:
        below = cdf(middle) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
        middle = (low + high) / 2
    return middle
