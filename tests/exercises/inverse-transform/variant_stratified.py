"""One uniform number in each of `size` equal strata, shuffled."""


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.permutation((np.arange(size) + rng.random(size)) / size))
