"""Draws from NumPy's global generator.

Named by: The randomness does not come from `rng` alone: `np.random` or a new generator is used
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(np.random.rand(size))
