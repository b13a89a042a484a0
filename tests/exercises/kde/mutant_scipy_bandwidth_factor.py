"""Hands the bandwidth to scipy.stats.gaussian_kde as bw_method, where it is a factor on the standard deviation of the data.

Named by: The bandwidth was multiplied by the standard deviation of the data
"""


def kde_pdf(x, data, bandwidth):
    x = np.asarray(x, dtype=float)
    data = np.asarray(data, dtype=float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.any(np.isnan(data)):
        raise ValueError("data must not be empty or NaN")
    if np.any(np.isnan(x)):
        raise ValueError("x must not be NaN")
    if data.size < 2 or np.ptp(data) == 0:
        return stats.norm.pdf((x[:, None] - data) / bandwidth).mean(axis=1) / bandwidth
    return stats.gaussian_kde(data, bw_method=bandwidth)(x)


def kde_cdf(x, data, bandwidth):
    x = np.asarray(x, dtype=float)
    data = np.asarray(data, dtype=float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.any(np.isnan(data)):
        raise ValueError("data must not be empty or NaN")
    if np.any(np.isnan(x)):
        raise ValueError("x must not be NaN")
    if data.size < 2 or np.ptp(data) == 0:
        return special.ndtr((x[:, None] - data) / bandwidth).mean(axis=1)
    estimate = stats.gaussian_kde(data, bw_method=bandwidth)
    return np.array([estimate.integrate_box_1d(-np.inf, v) for v in x])
