"""Takes every argument as it comes.

Named by: is not checked for
"""


def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    values = [torch.as_tensor(v, dtype=torch.float64) for v in (mu_q, sigma_q, mu_p, sigma_p)]
    mu_q, sigma_q, mu_p, sigma_p = torch.broadcast_tensors(*values)
    return (torch.log(sigma_p / sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5).sum()
