"""Rounds the quantiles to float32."""


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

    low, high = np.full(p.shape, data.min() - 9 * bandwidth), np.full(p.shape, data.max() + 9 * bandwidth)
    for _ in range(55):
        middle = (low + high) / 2
        below = cdf(middle) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return ((low + high) / 2).astype(np.float32)
