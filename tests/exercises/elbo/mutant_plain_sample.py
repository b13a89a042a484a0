"""Samples with q.sample: eps gives the number of samples only, and no gradient passes.

Named by: Noise is drawn inside the function; all of it must come from `eps`.
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
    theta = q.sample((len(eps),))
    return (log_joint(theta) - q.log_prob(theta).sum(-1)).mean()
