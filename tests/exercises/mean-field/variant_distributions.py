"""Asks torch.distributions for an independent normal."""


def log_q(theta, mu, rho):
    if theta.shape[1] != mu.shape[0]:
        raise ValueError("theta and mu do not fit")
    if mu.shape != rho.shape:
        raise ValueError("mu and rho do not fit")
    if theta.isnan().any():
        raise ValueError("NaN in theta")
    if mu.isnan().any():
        raise ValueError("NaN in mu")
    if rho.isnan().any():
        raise ValueError("NaN in rho")
    q = torch.distributions.Normal(mu, F.softplus(rho))
    return torch.distributions.Independent(q, 1).log_prob(theta)
