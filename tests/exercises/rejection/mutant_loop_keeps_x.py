"""Draws a new height for the same point until it is accepted.

Named by: A rejected point is tried again with a new height
"""


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
        while rng.uniform() * ceiling >= p:
            proposed += 1
            if proposed > 50 * size + 1000:
                break
        samples.append(x)
    return np.array(samples), size / proposed
