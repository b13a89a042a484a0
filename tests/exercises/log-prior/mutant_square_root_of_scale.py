"""Takes prior_scale for the variance of a weight.

Named by: `prior_scale` is taken for a variance
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if torch.isnan(theta).any():
        raise ValueError("theta holds NaN")
    return torch.distributions.Normal(0.0, float(np.sqrt(prior_scale))).log_prob(theta).sum(-1)
