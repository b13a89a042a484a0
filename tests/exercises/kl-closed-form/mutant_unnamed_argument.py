"""Refuses bad arguments, but does not say which one is bad.

Named by: The message must contain the argument's name
"""


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    values = [torch.as_tensor(v, dtype=torch.float64) for v in (mu_q, sigma_q, mu_p, sigma_p)]
    if any(v.isnan().any() for v in values):
        raise ValueError("NaN is not allowed")
    if (values[1] <= 0).any() or (values[3] <= 0).any():
        raise ValueError("the standard deviations must be positive")
    if len({v.shape for v in values if v.ndim}) > 1:
        raise ValueError("the shapes do not fit")
    mu_q, sigma_q, mu_p, sigma_p = torch.broadcast_tensors(*values)
    return (torch.log(sigma_p / sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5).sum()
