"""Sums each term by itself, so that the log ratio of two plain numbers counts once and not D times.

Named by: A scale that is a plain number is counted once in the logarithm
"""


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    mu_q, sigma_q, mu_p, sigma_p = (torch.as_tensor(v, dtype=torch.float64) for v in (mu_q, sigma_q, mu_p, sigma_p))
    for name, value in (("mu_q", mu_q), ("sigma_q", sigma_q), ("mu_p", mu_p), ("sigma_p", sigma_p)):
        if torch.isnan(value).any():
            raise ValueError(name + " holds NaN")
        if name.startswith("sigma") and not (value > 0).all():
            raise ValueError(name + " must be positive")
    shape = ()
    for name, value in (("mu_q", mu_q), ("sigma_q", sigma_q), ("mu_p", mu_p), ("sigma_p", sigma_p)):
        if value.ndim > 0:
            if shape and value.shape != shape:
                raise ValueError(name + " does not fit the other shapes")
            shape = value.shape
    d = max(v.numel() for v in (mu_q, sigma_q, mu_p, sigma_p))
    quadratic = ((sigma_q ** 2 + (mu_q - mu_p) ** 2) / (2 * sigma_p ** 2)) * torch.ones(d)
    return torch.log(sigma_p / sigma_q).sum() + quadratic.sum() - d / 2
