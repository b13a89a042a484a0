"""Multiplies densities and takes the logarithm last, which underflows.

Named by: The density is multiplied up and the logarithm taken last
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    density = torch.exp(-0.5 * (theta / prior_scale) ** 2) / (prior_scale * np.sqrt(2 * np.pi))
    return torch.log(density.prod(dim=-1))
