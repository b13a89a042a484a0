"""Leaves the normalising constant out.

Named by: The normalising constant is missing
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return -(theta**2).sum(-1) / (2 * prior_scale**2)
