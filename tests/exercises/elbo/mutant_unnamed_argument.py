"""Refuses NaN without saying where it is.

Named by: The message must contain the argument's name
"""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    if torch.isnan(mu).any() or torch.isnan(rho).any() or torch.isnan(eps).any():
        raise ValueError("NaN found")
    if mu.shape != rho.shape or eps.shape[1:] != mu.shape or len(eps) == 0:
        raise ValueError("mu, rho and eps must have shapes (D,), (D,) and (S, D)")
    q = torch.distributions.Normal(mu, F.softplus(rho), validate_args=False)
    theta = mu + F.softplus(rho) * eps
    return (log_joint(theta) - q.log_prob(theta).sum(-1)).mean()
