"""Divides all accepted by the size of one block.

Named by: Only one block of proposals is counted: count all of them.
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        x = rng.uniform(low, high, 100)
        height = rng.uniform(0, ceiling, 100)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed = 100
    return samples[:size], accepted / proposed
