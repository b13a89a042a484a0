"""Takes every argument as it comes.

Named by: is not checked for
"""


def log_likelihood(theta, features, labels):
    return F.logsigmoid((2 * labels - 1) * (theta @ features.T)).sum(-1)
