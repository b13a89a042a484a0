"""Counts the proposals only up to the last sample that is needed.

Named by: It stops counting with the last sample that is needed
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    points = np.empty(0)
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        x = rng.uniform(low, high, 1000)
        height = rng.uniform(0, ceiling, 1000)
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        points = np.append(points, x)
        accepted += keep.sum()
        proposed += 1000
    return samples[:size], size / (1 + np.flatnonzero(points == samples[size - 1])[0])
