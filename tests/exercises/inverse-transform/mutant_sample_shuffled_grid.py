"""Shuffles an even grid.

Named by: The probabilities are a grid, perhaps shuffled, whose values are the same every time
"""


def inverse_transform_sample(ppf, size, rng):
    u = (np.arange(size) + 0.5) / size
    rng.shuffle(u)
    return ppf(u)
