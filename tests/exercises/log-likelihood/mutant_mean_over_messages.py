"""Averages over the messages (the usual cross-entropy reduction) instead of summing.

Named by: The mean over the messages is taken
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
    return torch.stack([-F.binary_cross_entropy_with_logits(row, labels) for row in z])
