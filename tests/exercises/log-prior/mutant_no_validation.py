"""Takes every argument as it comes.

Named by: is not checked for
"""


def log_prior(theta, prior_scale):
    log_constant = np.log(prior_scale) + 0.5 * np.log(2 * np.pi)
    return (-0.5 * (theta / prior_scale) ** 2 - log_constant).sum(-1)
