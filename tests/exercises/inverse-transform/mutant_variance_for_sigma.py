"""normal_ppf treats sigma as the variance (multiplies with sqrt(2 sigma)); the sampler is right.

Named by: sigma was taken for a variance
"""


def normal_ppf(p, mu, sigma):
    p = np.asarray(p, dtype=float)
    if np.isnan(mu):
        raise ValueError("mu is NaN")
    if not sigma > 0:
        raise ValueError("sigma must be positive")
    if np.any(np.isnan(p)) or np.any(p < 0):
        raise ValueError("p must not be negative or NaN")
    return mu + np.sqrt(2 * sigma) * special.erfinv(2 * p - 1)


def inverse_transform_sample(ppf, size, rng):
    return ppf(rng.random(size))
