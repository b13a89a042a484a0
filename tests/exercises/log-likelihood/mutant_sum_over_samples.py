"""Sums over the samples instead of the messages.

Named by: The sum runs over the rows of `theta`
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
    return F.logsigmoid((2 * labels - 1) * logits).sum(0)
