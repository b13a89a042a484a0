"""Fills up the sample by drawing again, with replacement, from a fifth as many numbers.

Named by: Draws are repeated
"""


def inverse_transform_sample(ppf, size, rng):
    few = ppf(rng.random(max(1, size // 5)))
    return rng.choice(few, size)
