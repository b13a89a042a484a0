"""Draws points and heights as rows of one array, with log heights."""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    samples = np.empty(0)
    accepted = proposed = 0
    while len(samples) < size:
        u = rng.random((1000, 2))
        x, log_height = low + (high - low) * u[:, 1], np.log(ceiling) + np.log(u[:, 0])
        p = density(x)
        if np.any(p > ceiling):
            raise ValueError("the density exceeds the ceiling")
        keep = log_height < np.log(p)
        samples = np.append(samples, x[keep])
        accepted += keep.sum()
        proposed += 1000
    return samples[:size], accepted / proposed
