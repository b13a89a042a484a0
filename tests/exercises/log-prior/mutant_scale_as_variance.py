"""Takes prior_scale for the variance.

Named by: `prior_scale` is taken for a variance; it is a standard deviation
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return torch.distributions.Normal(0.0, prior_scale**0.5).log_prob(theta).sum(-1)
