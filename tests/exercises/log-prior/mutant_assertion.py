"""Asserts what it should refuse with a ValueError.

Named by: `ValueError` is asked for
"""


def log_prior(theta, prior_scale):
    assert prior_scale > 0, "prior_scale must be positive"
    assert not theta.isnan().any(), "theta contains NaN"
    log_constant = np.log(prior_scale) + 0.5 * np.log(2 * np.pi)
    return (-0.5 * (theta / prior_scale) ** 2 - log_constant).sum(-1)
