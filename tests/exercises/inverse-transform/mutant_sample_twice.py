"""Draws half as many numbers and returns each twice.

Named by: Draws are repeated
"""


def inverse_transform_sample(ppf, size, rng):
    return np.repeat(ppf(rng.random((size + 1) // 2)), 2)[:size]
