"""Gives the batch its share of the prior instead of scaling the likelihood.

Named by: The prior is shrunk to the batch's share
"""


def log_joint(theta, features, labels, prior_scale, n_total=None):
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
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if n_total is not None and n_total < len(features):
        raise ValueError("n_total is smaller than the batch")
    batch = len(features)
    total = batch if n_total is None else n_total
    prior = torch.distributions.Normal(0.0, prior_scale).log_prob(theta).sum(-1)
    likelihood = F.logsigmoid((2 * labels - 1) * (theta @ features.T)).sum(-1)
    return likelihood + prior * batch / total
