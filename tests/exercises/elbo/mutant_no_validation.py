"""Estimates from whatever comes.

Named by: NaN in mu is not checked for.
"""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    q = torch.distributions.Normal(mu, F.softplus(rho), validate_args=False)
    theta = mu + F.softplus(rho) * eps
    return (log_joint(theta) - q.log_prob(theta).sum(-1)).mean()
