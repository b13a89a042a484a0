"""Proposes points in pairs that mirror each other."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        half = rng.uniform(low, high, 500)
        x = np.ravel(np.column_stack([half, low + high - half]))
        height = rng.uniform(0, ceiling, 1000)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += 1000
    return samples[:size], accepted / proposed
