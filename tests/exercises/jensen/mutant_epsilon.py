"""Adds 1e-12 inside the logarithm against log(0).

Named by: A small number was added so as not to take the logarithm of 0
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    return torch.log(torch.exp(log_weights).mean() + 1e-12) - log_weights.mean()
