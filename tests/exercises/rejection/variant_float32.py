"""Works in single precision."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0, dtype=np.float32)
    accepted = proposed = 0
    while len(samples) < size:
        x = np.float32(low) + np.float32(high - low) * rng.random(1000, dtype=np.float32)
        height = rng.uniform(0, ceiling, 1000).astype(np.float32)
        p = density(x).astype(np.float32)
        if np.any(p > np.float32(ceiling)):
            raise ValueError("the density exceeds the ceiling")
        keep = height < p
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += 1000
    return samples[:size], accepted / proposed
