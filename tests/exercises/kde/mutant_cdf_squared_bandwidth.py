"""Squares the bandwidth inside Phi.

Named by: The bandwidth was squared
"""


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
    return special.ndtr((x[:, None] - data) / bandwidth**2).mean(axis=1)
