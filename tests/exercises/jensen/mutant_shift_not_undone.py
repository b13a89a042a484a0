"""Subtracts the largest log weight and forgets to add it again.

Named by: The largest log weight was subtracted before `exp` and never added back
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    shifted = torch.exp(log_weights - log_weights.max())
    return torch.log(shifted.mean()) - log_weights.mean()
