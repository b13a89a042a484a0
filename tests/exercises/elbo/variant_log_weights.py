"""Collects log weights, in two slices, and averages their list."""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    half = max(1, len(eps) // 2)
    weights = []
    for part in (eps[:half], eps[half:]):
        if len(part):
            theta = torch.addcmul(mu, F.softplus(rho), part)
            log_q = torch.distributions.Normal(mu, F.softplus(rho)).log_prob(theta).sum(-1)
            weights.extend(log_joint(theta) - log_q)
    return sum(weights) / len(weights)
