"""Hands numbers to the density and compares a ratio with u."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples, proposed = [], 0
    while len(samples) < size:
        x = rng.uniform(low, high)
        proposed += 1
        p = float(density(x))
        if p > ceiling:
            raise ValueError("the density exceeds the ceiling")
        if rng.random() <= p / ceiling:
            samples.append(x)
    return np.array(samples), size / proposed
