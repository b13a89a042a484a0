"""Forgets the mean of the logarithms.

Named by: This is the logarithm of the mean weight alone
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    return torch.logsumexp(log_weights, 0) - np.log(len(log_weights))
