"""Forgets the factor 1/2 of the square.

Named by: The square in log q lacks its factor 1/2.
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
    log_q = -((theta - mu) / sigma) ** 2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)
    return torch.mean(log_joint(theta) - log_q.sum(dim=1))
