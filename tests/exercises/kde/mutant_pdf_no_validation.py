"""Evaluates the density for whatever arguments come.

Named by: A bandwidth of zero is not checked for.
"""


def kde_pdf(x, data, bandwidth):
    z = (x[:, None] - data) / bandwidth
    return stats.norm.pdf(z).mean(axis=1) / bandwidth
