"""Antithetic pairs u and 1 - u."""


def inverse_transform_sample(ppf, size, rng):
    half = rng.random((size + 1) // 2)
    return ppf(np.concatenate([half, 1 - half])[:size])
