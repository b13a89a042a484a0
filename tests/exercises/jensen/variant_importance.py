"""Subtracts the mean first: minus the mean of the normalised log weights."""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    normalised = torch.log_softmax(log_weights, 0) + np.log(len(log_weights))
    return -normalised.mean()
