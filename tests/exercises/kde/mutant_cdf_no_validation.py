"""Evaluates the distribution function for whatever arguments come.

Named by: A bandwidth of zero is not checked for.
"""


def kde_cdf(x, data, bandwidth):
    z = (x[:, None] - data) / bandwidth
    return special.ndtr(z).mean(axis=1)
