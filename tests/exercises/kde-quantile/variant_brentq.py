"""Brent's method, one p at a time; returns a list."""


from scipy import optimize


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
    def solve(value):
        return optimize.brentq(
            lambda x: special.ndtr((x - data) / bandwidth).mean() - value,
            data.min() - 40 * bandwidth,
            data.max() + 40 * bandwidth,
        )

    return [solve(value) for value in p]
