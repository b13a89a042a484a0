"""Leaves out the sqrt(2) inside erf.

Named by: The sqrt(2) inside erf is missing
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
    z = (x[:, None] - data) / bandwidth
    return (0.5 * (1 + special.erf(z))).mean(axis=1)
