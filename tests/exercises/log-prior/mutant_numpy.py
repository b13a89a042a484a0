"""Computes with NumPy and wraps the result in a new tensor, which has no gradient.

Named by: NumPy or a new `torch.tensor(...)` cuts the path
"""


def log_prior(theta, prior_scale):
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if theta.isnan().any():
        raise ValueError("theta contains NaN")
    values = theta.detach().numpy() / prior_scale
    constant = np.log(prior_scale) + 0.5 * np.log(2 * np.pi)
    return torch.tensor(-0.5 * (values**2).sum(axis=1) - values.shape[1] * constant)
