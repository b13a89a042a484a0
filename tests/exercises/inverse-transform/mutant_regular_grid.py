"""The sampler uses a shuffled regular grid of probabilities, so the numbers are not independent.

Named by: The probabilities are a grid, perhaps shuffled
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p, dtype=float)
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must not be negative or NaN")
    return mu + sigma * np.sqrt(2) * special.erfinv(2 * p - 1)


def inverse_transform_sample(ppf, size, rng):
    u = (np.arange(size) + 0.5) / size
    return ppf(rng.permutation(u))
