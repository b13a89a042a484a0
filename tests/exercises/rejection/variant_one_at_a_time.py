"""Proposes one point at a time and returns a list."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples, proposed = [], 0
    while len(samples) < size:
        x = rng.uniform(low, high)
        proposed += 1
        p = density(np.array([x]))[0]
        if p > ceiling:
            raise ValueError("the density exceeds the ceiling")
        if rng.uniform() * ceiling < p:
            samples.append(x)
    return samples, size / proposed
