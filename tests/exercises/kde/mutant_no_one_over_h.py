"""kde_pdf averages the kernels but forgets the factor 1/h; kde_cdf is right.

Named by: The division by the bandwidth is missing
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
    return stats.norm.pdf((x[:, None] - data) / bandwidth).mean(axis=1)


def kde_cdf(x, data, bandwidth):
    x = np.asarray(x, dtype=float)
    data = np.asarray(data, dtype=float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.any(np.isnan(data)):
        raise ValueError("data must not be empty or NaN")
    if np.any(np.isnan(x)):
        raise ValueError("x must not be NaN")
    return special.ndtr((x[:, None] - data) / bandwidth).mean(axis=1)
