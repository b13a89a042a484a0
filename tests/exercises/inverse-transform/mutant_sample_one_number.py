"""Repeats one draw.

Named by: All draws are equal: each needs a uniform number of its own
"""


def inverse_transform_sample(ppf, size, rng):
    return np.full(size, ppf(rng.random()))
