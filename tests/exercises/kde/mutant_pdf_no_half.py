"""Has -z^2 in the exponent.

Named by: The exponent is -z^2; the normal density has -z^2 / 2
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
    return np.exp(-(z**2)).mean(axis=1) / (bandwidth * np.sqrt(2 * np.pi))
