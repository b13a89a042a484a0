"""Returns KL(p || q) instead of KL(q || p).

Named by: the expectation is taken under p
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
    kl = torch.log(sigma_q / sigma_p) + (sigma_p ** 2 + (mu_q - mu_p) ** 2) / (2 * sigma_q ** 2) - 0.5
    return kl.sum()
