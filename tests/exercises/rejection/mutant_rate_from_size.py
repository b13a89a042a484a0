"""Computes the rate from `size` instead of all accepted points: left-over points are counted as proposed only.

Named by: left-over accepted proposals count too
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} must not be NaN")
    samples, proposed = np.empty(0), 0
    while len(samples) < size:
        x = rng.uniform(low, high, 1000)
        heights = rng.uniform(0.0, ceiling, 1000)
        values = np.asarray(density(x))
        if np.any(values > ceiling):
            raise ValueError("density exceeds the ceiling")
        proposed += 1000
        samples = np.concatenate([samples, x[heights < values]])
    return samples[:size], size / proposed
