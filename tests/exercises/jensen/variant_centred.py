"""Centres at the mean and returns a float."""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    centred = log_weights - log_weights.max()
    return float(torch.log(torch.exp(centred).mean()) - centred.mean())
