"""Sums over samples and weights to one number.

Named by: Everything is summed to one number; each row of `theta` needs its own
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return torch.distributions.Normal(0.0, prior_scale).log_prob(theta).sum()
