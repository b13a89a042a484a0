"""Draws whole percentiles.

Named by: The same few numbers come again and again: the probabilities are rounded, or drawn from a grid
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.integers(1, 100, size) / 100)
