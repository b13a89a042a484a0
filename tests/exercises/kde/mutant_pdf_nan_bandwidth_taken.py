"""Refuses a bandwidth that is not positive with a comparison that NaN passes.

Named by: A bandwidth of NaN is not checked for.
"""


def kde_pdf(x, data, bandwidth):
    if bandwidth <= 0:
        raise ValueError("bandwidth must be positive")
    if len(data) == 0 or np.isnan(data).any():
        raise ValueError("data is empty or NaN")
    if np.isnan(x).any():
        raise ValueError("x has NaN")
    z = (x[:, None] - data) / bandwidth
    return stats.norm.pdf(z).mean(axis=1) / bandwidth
