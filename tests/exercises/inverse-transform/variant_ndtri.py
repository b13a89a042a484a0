"""Uses the normal quantile function of scipy, and one uniform number at a time."""


def normal_ppf(p, mu, sigma):
    for name, value in (("p", p), ("mu", mu), ("sigma", sigma)):
        if np.isnan(value).any():
            raise ValueError(f"{name} is NaN")
    if min(p) < 0 or max(p) > 1:
        raise ValueError("p is not a probability")
    if sigma <= 0:
        raise ValueError("sigma is not positive")
    return [float(mu + sigma * special.ndtri(value)) for value in p]


def inverse_transform_sample(ppf, size, rng):
    return [float(ppf(rng.random())) for _ in range(size)]
