"""Works in float32, which cannot hold the digits of large logarithms.

Named by: This is what single precision gives
"""


def jensen_gap(log_weights):
    if len(log_weights) == 0:
        raise ValueError("log_weights is empty")
    if log_weights.isnan().any():
        raise ValueError("log_weights has NaN")
    w = log_weights.to(torch.float32)
    return torch.logsumexp(w, 0) - np.log(len(w)) - w.mean()
