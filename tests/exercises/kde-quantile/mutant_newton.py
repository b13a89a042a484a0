"""Newton's method from the mean, which flies away where the density is small.

Named by: a Newton step divides by a density that is almost zero
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

    x = np.full(p.shape, data.mean())
    for _ in range(50):
        density = stats.norm.pdf(x[:, None], data, bandwidth).mean(axis=1)
        x = x - (cdf(x) - p) / density
    return x
