"""Puts normal numbers into the PPF.

Named by: `ppf` gives NaN outside 0 to 1: it takes uniform numbers from 0 to 1, no other ones
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.standard_normal(size))
