"""Clamps the probabilities before the logarithm.

Named by: kept away from 0 and 1 before the logarithm, by clipping or by adding a small number
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
    p = torch.sigmoid(logits).clamp(1e-7, 1 - 1e-7)
    return (labels * torch.log(p) + (1 - labels) * torch.log(1 - p)).sum(-1)
