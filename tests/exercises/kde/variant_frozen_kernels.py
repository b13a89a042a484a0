"""Averages frozen normal distributions, one for each data point; rounds to float32."""


def kde_pdf(x, data, bandwidth):
    x, data = np.asarray(x), np.asarray(data)
    if data.size == 0:
        raise ValueError("data is empty")
    if np.isnan(data).any():
        raise ValueError("data has NaN")
    if np.isnan(x).any():
        raise ValueError("x has NaN")
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    return np.mean([stats.norm(d, bandwidth).pdf(x) for d in data], axis=0).astype(np.float32)


def kde_cdf(x, data, bandwidth):
    x, data = np.asarray(x), np.asarray(data)
    if data.size == 0:
        raise ValueError("data is empty")
    if np.isnan(data).any():
        raise ValueError("data has NaN")
    if np.isnan(x).any():
        raise ValueError("x has NaN")
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    return np.mean([stats.norm(d, bandwidth).cdf(x) for d in data], axis=0).astype(np.float32)
