"""Draws all heights of a block before its points, in blocks of growing size."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    n = 16
    while len(samples) < size:
        n *= 2
        height = ceiling * rng.random(n)
        x = low + (high - low) * rng.random(n)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += n
    return samples[:size], accepted / proposed
