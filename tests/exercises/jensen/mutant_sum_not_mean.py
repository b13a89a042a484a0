"""Takes the log of the sum of the weights and forgets to divide by S.

Named by: This is the logarithm of the *sum* of the weights
"""


def jensen_gap(log_weights):
    if log_weights.numel() == 0:
        raise ValueError("log_weights is empty")
    if torch.isnan(log_weights).any():
        raise ValueError("log_weights holds NaN")
    return torch.logsumexp(log_weights, dim=0) - log_weights.mean()
