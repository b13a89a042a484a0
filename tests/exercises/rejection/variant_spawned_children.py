"""Draws points and heights with two children that are spawned from rng for each block."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        for_points, for_heights = rng.spawn(2)
        x = for_points.uniform(low, high, 2000)
        height = for_heights.uniform(0, ceiling, 2000)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += 2000
    return samples[:size], accepted / proposed
