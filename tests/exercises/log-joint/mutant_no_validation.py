"""Takes every argument as it comes.

Named by: is not checked for
"""


def log_joint(theta, features, labels, prior_scale, n_total=None):
    batch = len(features)
    total = batch if n_total is None else n_total
    prior = -0.5 * (theta / prior_scale) ** 2 - np.log(prior_scale) - 0.5 * np.log(2 * np.pi)
    return total / batch * F.logsigmoid((2 * labels - 1) * (theta @ features.T)).sum(-1) + prior.sum(-1)
