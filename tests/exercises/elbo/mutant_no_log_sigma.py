"""Forgets log sigma in log q.

Named by: log sigma is missing in log q.
"""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    sigma = F.softplus(rho)
    theta = mu + sigma * eps
    log_q = -0.5 * ((theta - mu) / sigma) ** 2 - 0.5 * np.log(2 * np.pi)
    return torch.mean(log_joint(theta) - log_q.sum(dim=1))
