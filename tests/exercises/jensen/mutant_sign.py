"""Subtracts the log of the mean from the mean of the log.

Named by: The sign is turned round
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    return log_weights.mean() - (torch.logsumexp(log_weights, 0) - np.log(len(log_weights)))
