"""Uses one uniform number for both the place and the height of a dart, so the two are not independent.

Named by: Point and height come from one random number
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} must not be NaN")
    samples, proposed, accepted = np.empty(0), 0, 0
    while len(samples) < size:
        u = rng.random(1000)
        x = low + (high - low) * u
        values = np.asarray(density(x))
        if np.any(values > ceiling):
            raise ValueError("density exceeds the ceiling")
        keep = x[ceiling * u < values]
        proposed += 1000
        accepted += len(keep)
        samples = np.concatenate([samples, keep])
    return samples[:size], accepted / proposed
