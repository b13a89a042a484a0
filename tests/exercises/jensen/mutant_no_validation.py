"""Takes every argument as it comes.

Named by: is not checked for
"""


def jensen_gap(log_weights):
    return torch.logsumexp(log_weights, 0) - np.log(len(log_weights)) - log_weights.mean()
