"""Accepts labels between 0 and 1, as a loss function does.

Named by: A label between 0 and 1 is not checked for
"""


def log_likelihood(theta, features, labels):
    if theta.shape[1] != features.shape[1]:
        raise ValueError("theta and features must have the same number of columns")
    if labels.shape != (len(features),):
        raise ValueError("labels must have one entry for each row of features")
    if torch.isnan(theta).any():
        raise ValueError("theta contains NaN")
    if torch.isnan(features).any():
        raise ValueError("features contains NaN")
    if not ((labels >= 0) & (labels <= 1)).all():
        raise ValueError("labels must be between 0 and 1")
    logits = theta @ features.T
    return (labels * logits - F.softplus(logits)).sum(-1)
