"""Passes the bandwidth to gaussian_kde as its factor.

Named by: The bandwidth was multiplied by the standard deviation of the data, as in scipy's gaussian_kde
"""


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
    return stats.gaussian_kde(data, bw_method=bandwidth)(x)
