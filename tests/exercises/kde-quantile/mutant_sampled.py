"""Draws from the estimate and takes quantiles of the draws.

Named by: the quantiles change with the order of the data, as those of random draws do
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
    rng = np.random.default_rng(0)
    draws = rng.choice(data, 1000) + bandwidth * rng.standard_normal(1000)
    return np.quantile(draws, p)
