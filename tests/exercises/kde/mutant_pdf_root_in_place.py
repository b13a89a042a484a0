"""Divides by sqrt(2 pi h).

Named by: The bandwidth stands inside the root: 1/h is asked for, not 1/sqrt(h)
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
    z = (x[:, None] - data) / bandwidth
    return np.exp(-(z**2) / 2).mean(axis=1) / np.sqrt(2 * np.pi * bandwidth)
