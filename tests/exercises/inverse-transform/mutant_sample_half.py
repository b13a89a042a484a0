"""Draws uniform numbers up to one half only.

Named by: The numbers put into `ppf` run from 0.000 to 0.500 only
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.random(size) / 2)
