"""Writes log(1 + exp(z)) as it stands, which overflows.

Named by: exp(logit) overflows: log(1 + exp(z)) has stable forms
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
    return (labels * logits - torch.log1p(torch.exp(logits))).sum(-1)
