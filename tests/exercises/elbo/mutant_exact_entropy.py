"""Uses the entropy formula of the normal instead of log q at the samples.

Named by: The entropy of q was put in by its formula
"""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    for name, value in (("mu", mu), ("rho", rho), ("eps", eps)):
        if torch.isnan(value).any():
            raise ValueError(name + " holds NaN")
    if rho.shape != mu.shape:
        raise ValueError("rho and mu differ in shape")
    if eps.ndim != 2 or eps.shape[1] != mu.shape[0]:
        raise ValueError("eps and mu do not fit in shape")
    if eps.shape[0] == 0:
        raise ValueError("eps has no rows")
    sigma = F.softplus(rho)
    theta = mu + sigma * eps
    entropy = torch.distributions.Normal(mu, sigma).entropy().sum()
    return log_joint(theta).mean() + entropy
