"""Adds the normalising constant once instead of once a weight.

Named by: The normalising constant is counted once; each of the D weights brings it
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    return -(theta**2).sum(-1) / (2 * prior_scale**2) - 0.5 * np.log(2 * np.pi * prior_scale**2)
