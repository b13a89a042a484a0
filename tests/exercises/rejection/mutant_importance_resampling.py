"""Draws from one block of proposals with weights in place of rejecting.

Named by: Samples come back several times: go on proposing, do not draw again from a fixed set.
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    for name, value in (("low", low), ("high", high), ("ceiling", ceiling)):
        if np.isnan(value):
            raise ValueError(f"{name} is NaN")
    x = rng.uniform(low, high, size)
    p = density(x)
    if np.any(p > ceiling):
        raise ValueError("the density exceeds the ceiling")
    return rng.choice(x, size, p=p / p.sum()), np.mean(p / ceiling)
