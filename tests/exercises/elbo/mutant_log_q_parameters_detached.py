"""Takes log q with detached mu and sigma, so that the direct part of the gradient is lost.

Named by: mu and rho are detached inside log q
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
    log_q = torch.distributions.Normal(mu.detach(), sigma.detach()).log_prob(theta).sum(1)
    return (log_joint(theta) - log_q).mean()
