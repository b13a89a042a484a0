"""Draws the uniform numbers from -1 to 1.

Named by: Negative numbers were put into `ppf`: the uniform numbers must run from 0 to 1
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.uniform(-1, 1, size))
