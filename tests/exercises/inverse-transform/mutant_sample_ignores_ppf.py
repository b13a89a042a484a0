"""Returns normal numbers whatever the PPF is.

Named by: These are standard normal draws: `ppf` was not used
"""


def inverse_transform_sample(ppf, size, rng):
    return rng.normal(size=size)
