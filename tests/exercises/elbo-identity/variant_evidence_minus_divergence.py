"""Log evidence from a multivariate normal, minus the divergence to the posterior."""


def elbo_linear_gaussian(mu_q, sigma_q, y, prior_scale, noise_scale):
    if len(y) == 0:
        raise ValueError("y is empty")
    if torch.isnan(y).any():
        raise ValueError("y has NaN")
    if mu_q != mu_q:
        raise ValueError("mu_q is NaN")
    if not sigma_q > 0:
        raise ValueError("sigma_q must be positive")
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if not noise_scale > 0:
        raise ValueError("noise_scale must be positive")
    n = len(y)
    cov = noise_scale**2 * torch.eye(n) + prior_scale**2 * torch.ones(n, n)
    evidence = torch.distributions.MultivariateNormal(torch.zeros(n), cov).log_prob(y)
    var = 1 / (1 / prior_scale**2 + n / noise_scale**2)
    posterior = torch.distributions.Normal(var * y.sum() / noise_scale**2, torch.tensor(var) ** 0.5)
    q = torch.distributions.Normal(torch.tensor(mu_q), torch.tensor(sigma_q))
    return evidence - torch.distributions.kl_divergence(q, posterior)
