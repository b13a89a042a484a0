"""Forms the probability and clamps it away from 0 and 1, so extreme logits are wrong and have no gradient.

Named by: Probabilities are kept away from 0 and 1 before the logarithm
"""


def log_likelihood(theta, features, labels):
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
    z = theta @ features.T
    p = torch.sigmoid(z).clamp(1e-12, 1 - 1e-12)
    return (labels * torch.log(p) + (1 - labels) * torch.log(1 - p)).sum(1)
