"""Uses an even grid in place of random numbers.

Named by: a regular grid of probabilities is used in its place
"""


def inverse_transform_sample(ppf, size, rng):
    return ppf((np.arange(size) + 0.5) / size)
