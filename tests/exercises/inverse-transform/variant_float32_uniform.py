"""Draws float32 uniform numbers."""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.random(size, dtype=np.float32))
