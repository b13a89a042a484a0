"""Refuses bad arguments without saying which.

Named by: The message must contain the argument's name
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    if np.isnan([low, high, ceiling]).any():
        raise ValueError("bad arguments")
    kept, accepted, proposed = [], 0, 0
    while accepted < size:
        x = rng.uniform(low, high, size)
        height = rng.uniform(0, ceiling, size)
        curve = density(x)
        if curve.max() > ceiling:
            raise ValueError("bad arguments")
        kept.append(x[height < curve])
        accepted += len(kept[-1])
        proposed += size
    return np.concatenate(kept)[:size], accepted / proposed
