"""Writes the formula in the ratio of the variances, with log1p: exact near one, less so far from it."""


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    values = [torch.as_tensor(v, dtype=torch.float64) for v in (mu_q, sigma_q, mu_p, sigma_p)]
    for name, v in zip(("mu_q", "sigma_q", "mu_p", "sigma_p"), values):
        if v.isnan().any():
            raise ValueError(f"NaN in {name}")
        if "sigma" in name and (v <= 0).any():
            raise ValueError(f"{name} must be positive")
    if len({v.shape for v in values if v.ndim}) > 1:
        raise ValueError("mu_q, sigma_q, mu_p, sigma_p: shapes do not fit")
    mu_q, sigma_q, mu_p, sigma_p = torch.broadcast_tensors(*values)
    less = (sigma_q / sigma_p) ** 2 - 1
    return 0.5 * (less - torch.log1p(less) + ((mu_q - mu_p) / sigma_p) ** 2).sum()
