"""Returns the uniform numbers without the PPF.

Named by: The uniform numbers themselves came back: `ppf` was not applied
"""


def inverse_transform_sample(ppf, size, rng):
    return rng.random(size)
