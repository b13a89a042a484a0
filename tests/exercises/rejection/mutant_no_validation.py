"""Samples from whatever comes.

Named by: a result likely cause A ceiling below the curve is not checked for.
"""


def rejection_sample(density, low, high, ceiling, size, rng):
    kept, accepted, proposed = [], 0, 0
    while accepted < size:
        x = rng.uniform(low, high, size)
        height = rng.uniform(0, ceiling, size)
        kept.append(x[height < density(x)])
        accepted += len(kept[-1])
        proposed += size
        if proposed > 1000 * size:
            break
    return np.concatenate(kept)[:size], accepted / proposed
