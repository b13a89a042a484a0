"""Works with tensors."""


import torch


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = torch.as_tensor(log_target(samples)) - torch.as_tensor(log_proposal(samples))
    values = torch.as_tensor(f(samples))
    w = torch.softmax(log_w, 0)
    estimate = (w * values).sum() if self_normalize else (log_w.exp() * values).mean()
    return estimate, 1 / (w**2).sum()
