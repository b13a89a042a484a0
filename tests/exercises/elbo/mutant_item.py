"""Adds up Python floats, so that no gradient is left.

Named by: `.detach()`, `.item()`, `torch.no_grad()`, NumPy or a new `torch.tensor(...)` cuts the path
"""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    q = torch.distributions.Normal(mu, F.softplus(rho))
    total = 0.0
    for row in eps:
        theta = (mu + F.softplus(rho) * row)[None, :]
        total += (log_joint(theta) - q.log_prob(theta).sum(-1)).item()
    return torch.tensor(total / len(eps))
