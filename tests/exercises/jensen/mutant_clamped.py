"""Clamps the log weights to the range in which exp works.

Named by: The log weights were clamped to the range of `exp`
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    w = log_weights.clamp(-700, 700)
    return torch.log(torch.exp(w).mean()) - log_weights.mean()
