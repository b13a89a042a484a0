"""Adds the weights one by one in log space, with NumPy, and returns a list."""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    total = -np.inf
    for value in log_weights.tolist():
        total = np.logaddexp(total, value)
    return [total - np.log(len(log_weights)) - np.mean(log_weights.numpy())]
