"""Adds the normalising constant once a row and not once for each of the D weights.

Named by: The normalising constant is counted once
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if torch.isnan(theta).any():
        raise ValueError("theta holds NaN")
    return -(theta ** 2).sum(1) / (2 * prior_scale ** 2) - np.log(prior_scale * np.sqrt(2 * np.pi))
