"""Returns one draw too few.

Named by: 4 numbers came back where 5 are asked for
"""


def inverse_transform_sample(ppf, size, rng):
    return np.array([ppf(rng.random()) for _ in range(1, size)])
