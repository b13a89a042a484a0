"""Uses one uniform number for the point and for its height.

Named by: Point and height come from one random number
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        u = rng.random(1000)
        x = low + (high - low) * u
        height = ceiling * u
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += 1000
    return samples[:size], accepted / proposed
