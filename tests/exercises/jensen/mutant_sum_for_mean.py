"""Uses logsumexp and forgets to divide by the number of weights.

Named by: This is the logarithm of the *sum* of the weights
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    return torch.logsumexp(log_weights, dim=0) - log_weights.mean()
