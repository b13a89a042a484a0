"""The sampler feeds clipped normal instead of uniform numbers into the PPF.

Named by: What is put into `ppf` looks like normal random numbers
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
    u = np.clip(0.5 + 0.2 * rng.standard_normal(size), 1e-6, 1 - 1e-6)
    return ppf(u)
