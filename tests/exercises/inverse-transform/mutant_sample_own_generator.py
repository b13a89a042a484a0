"""Makes a new generator with a fixed seed.

Named by: a generator with a fixed seed is used in its place
"""


def inverse_transform_sample(ppf, size, rng):
    rng = np.random.default_rng(0)
    return ppf(rng.random(size))
