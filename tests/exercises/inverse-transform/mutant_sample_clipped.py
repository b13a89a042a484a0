"""Keeps away from 0 and 1 by drawing from 0.01 to 0.99.

Named by: The numbers put into `ppf` run from 0.010 to 0.990 only
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.uniform(0.01, 0.99, size))
