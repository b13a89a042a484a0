"""Takes exp, mean and log as they stand.

Named by: `exp` of the log weights left the range of numbers
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    return torch.log(torch.mean(torch.exp(log_weights))) - torch.mean(log_weights)
