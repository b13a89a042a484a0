"""Calculates in single precision."""


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
    mu_q, sigma_q, mu_p, sigma_p = mu_q.float(), sigma_q.float(), mu_p.float(), sigma_p.float()
    return (torch.log(sigma_p / sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5).sum()
