"""Scales the prior by n_total / N together with the likelihood.

Named by: The prior is scaled with the likelihood
"""


def log_joint(theta, features, labels, prior_scale, n_total=None):
    if torch.isnan(theta).any():
        raise ValueError("theta holds NaN")
    if torch.isnan(features).any():
        raise ValueError("features holds NaN")
    if theta.shape[-1] != features.shape[-1]:
        raise ValueError("theta and features do not fit in shape")
    if labels.shape != features.shape[:1]:
        raise ValueError("labels and features do not fit in shape")
    if not ((labels == 0) | (labels == 1)).all():
        raise ValueError("labels must be 0 or 1")
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    n = features.shape[0]
    if n_total is None:
        n_total = n
    if n_total < n:
        raise ValueError("n_total is smaller than the number of messages")
    z = theta @ features.T
    likelihood = (labels * F.logsigmoid(z) + (1 - labels) * F.logsigmoid(-z)).sum(1)
    prior = torch.distributions.Normal(0.0, prior_scale).log_prob(theta).sum(1)
    return n_total / n * (likelihood + prior)
