"""Gives an empty sample the gap zero.

Named by: An empty sample is not checked for
"""


def jensen_gap(log_weights):
    if torch.isnan(log_weights).any():
        raise ValueError("log_weights has NaN")
    if len(log_weights) == 0:
        return torch.tensor(0.0)
    return torch.logsumexp(log_weights, 0) - np.log(len(log_weights)) - log_weights.mean()
