"""kde_cdf carries the factor 1/h over from the density; kde_pdf is right.

Named by: The factor 1/h belongs to the density only
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
    return stats.norm.pdf((x[:, None] - data) / bandwidth).mean(axis=1) / bandwidth


def kde_cdf(x, data, bandwidth):
    x = np.asarray(x, dtype=float)
    data = np.asarray(data, dtype=float)
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    if data.size == 0 or np.any(np.isnan(data)):
        raise ValueError("data must not be empty or NaN")
    if np.any(np.isnan(x)):
        raise ValueError("x must not be NaN")
    return special.ndtr((x[:, None] - data) / bandwidth).mean(axis=1) / bandwidth
