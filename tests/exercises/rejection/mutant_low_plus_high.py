"""Proposes from low to low + high.

Named by: The proposals go from `low` to low + high
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        x = low + high * rng.random(1000)
        height = rng.uniform(0, ceiling, 1000)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += 1000
    return samples[:size], accepted / proposed
