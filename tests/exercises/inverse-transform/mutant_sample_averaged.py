"""Averages two uniform numbers.

Named by: What is put into `ppf` looks like the mean of two uniform numbers
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf((rng.random(size) + rng.random(size)) / 2)
