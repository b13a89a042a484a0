"""Returns what one block of proposals gives.

Named by: One block of proposals does not give enough: go on until `size` are accepted.
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    for _ in range(1):
        x = rng.uniform(low, high, size)
        height = rng.uniform(0, ceiling, size)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += size
    return samples[:size], accepted / proposed
