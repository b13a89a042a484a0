"""Uses linspace from 0 to 1, shuffled.

Named by: The probabilities are a grid, perhaps shuffled, whose values are the same every time
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.permutation(np.linspace(1e-9, 1 - 1e-9, size)))
