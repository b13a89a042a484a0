"""Forgets the scale in the normalising constant.

Named by: Of the normalising constant, -log(scale) is missing
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return (-0.5 * (theta / prior_scale) ** 2 - 0.5 * np.log(2 * np.pi)).sum(-1)
