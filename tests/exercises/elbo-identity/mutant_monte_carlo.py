"""Averages over ten thousand samples of q instead of integrating.

Named by: Near, but not exact: a Monte Carlo average
"""


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
    theta = mu_q + sigma_q * torch.randn(10_000, 1, generator=torch.Generator().manual_seed(0))
    normal = torch.distributions.Normal
    joint = normal(theta, noise_scale).log_prob(y).sum(1) + normal(0.0, prior_scale).log_prob(theta[:, 0])
    return (joint - normal(mu_q, sigma_q).log_prob(theta[:, 0])).mean()
