"""Interpolates in a table that is dense around every kernel."""


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
    z = np.linspace(-5, 5, 1001)
    grid = np.unique(data[:, None] + bandwidth * z)
    cdf = special.ndtr((grid[:, None] - data) / bandwidth).mean(axis=1)
    cdf, first = np.unique(cdf, return_index=True)
    return np.interp(p, cdf, grid[first])
