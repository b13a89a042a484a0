"""Subtracts the divergence to N(0, 1), as in a variational autoencoder, from the log joint.

Named by: The divergence from q to N(0, 1) is subtracted
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
    theta = mu + F.softplus(rho) * eps
    return log_joint(theta).mean() - torch.distributions.kl_divergence(q, torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum()
