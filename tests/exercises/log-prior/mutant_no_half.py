"""Forgets the factor one half in the exponent.

Named by: The exponent's factor 1/2 is missing
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return (-((theta / prior_scale) ** 2) - np.log(prior_scale) - 0.5 * np.log(2 * np.pi)).sum(-1)
