"""Newton's method with a CDF that refuses NaN, which it meets when the density is almost zero.

Named by: The search came to NaN: a Newton step
"""


def kde_ppf(p, data, bandwidth):
    p, data = np.asarray(p, float), np.asarray(data, float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.isnan(data).any():
        raise ValueError("data must hold numbers")
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("p must lie between 0 and 1")

    def kde_cdf(x):
        if np.isnan(x).any():
            raise ValueError("x contains NaN")
        return special.ndtr((x[:, None] - data) / bandwidth).mean(axis=1)

    x = np.full(p.shape, data.mean())
    for _ in range(50):
        x = x - (kde_cdf(x) - p) / (stats.norm.pdf((x[:, None] - data) / bandwidth).mean(axis=1) / bandwidth)
    return x
