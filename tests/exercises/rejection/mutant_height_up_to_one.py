"""Draws heights from U[0, 1] instead of U[0, ceiling], as if the density were normalised.

Named by: The heights are drawn from 0 to 1
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} must not be NaN")
    samples, proposed, accepted = np.empty(0), 0, 0
    while len(samples) < size:
        x = rng.uniform(low, high, 1000)
        heights = rng.random(1000)
        values = np.asarray(density(x))
        if np.any(values > ceiling):
            raise ValueError("density exceeds the ceiling")
        keep = x[heights < values]
        proposed += 1000
        accepted += len(keep)
        samples = np.concatenate([samples, keep])
    return samples[:size], accepted / proposed
