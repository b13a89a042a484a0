"""Takes the argument for the weights themselves.

Named by: it is used as if it held the weights
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    return torch.log(log_weights.mean()) - torch.log(log_weights).mean()
