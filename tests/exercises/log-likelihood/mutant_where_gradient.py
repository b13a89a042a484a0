"""Chooses a stable branch with torch.where, whose gradient is NaN where the other branch overflows.

Named by: `torch.where`, `clamp` or `nan_to_num` repair an overflow in the value
"""


def log_likelihood(theta, features, labels):
    if theta.ndim != 2 or features.ndim != 2 or theta.shape[1] != features.shape[1]:
        raise ValueError("theta and features must have the same number of columns")
    if labels.shape != (len(features),):
        raise ValueError("labels must have one entry for each row of features")
    if torch.isnan(theta).any():
        raise ValueError("theta contains NaN")
    if torch.isnan(features).any():
        raise ValueError("features contains NaN")
    if not torch.all((labels == 0) | (labels == 1)):
        raise ValueError("labels must be 0 or 1")
    logits = theta @ features.T
    softplus = torch.where(
        logits > 0, logits + torch.log1p(torch.exp(-logits)), torch.log1p(torch.exp(logits))
    )
    return (labels * logits - softplus).sum(-1)
