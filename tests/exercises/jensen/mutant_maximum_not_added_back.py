"""Subtracts the maximum before exp and forgets to add it again.

Named by: The largest log weight was subtracted before `exp` and never added back
"""


def jensen_gap(log_weights):
    if log_weights.numel() == 0:
        raise ValueError("log_weights is empty")
    if torch.isnan(log_weights).any():
        raise ValueError("log_weights holds NaN")
    top = log_weights.max()
    return torch.log(torch.exp(log_weights - top).mean()) - log_weights.mean()
