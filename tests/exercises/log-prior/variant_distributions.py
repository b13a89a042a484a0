"""Uses torch.distributions."""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return torch.distributions.Independent(
        torch.distributions.Normal(torch.zeros(theta.shape[1]), prior_scale), 1
    ).log_prob(theta)
