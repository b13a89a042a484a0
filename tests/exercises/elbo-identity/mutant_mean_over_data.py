"""Averages the log likelihood over the observations.

Named by: The log likelihoods are averaged over the observations
"""


def elbo_linear_gaussian(mu_q, sigma_q, y, prior_scale, noise_scale):
    if len(y) == 0:
        raise ValueError("y is empty")
    if torch.isnan(y).any():
        raise ValueError("y has NaN")
    if mu_q != mu_q:
        raise ValueError("mu_q is NaN")
    if not sigma_q > 0:
        raise ValueError("sigma_q must be positive")
    if not prior_scale > 0:
        raise ValueError("prior_scale must be positive")
    if not noise_scale > 0:
        raise ValueError("noise_scale must be positive")
    n = len(y)
    squares = ((y - mu_q) ** 2).sum() + n * sigma_q**2
    likelihood = -0.5 * n * np.log(2 * np.pi * noise_scale**2) - squares / (2 * noise_scale**2)
    prior = -0.5 * np.log(2 * np.pi * prior_scale**2) - (mu_q**2 + sigma_q**2) / (2 * prior_scale**2)
    entropy = 0.5 * np.log(2 * np.pi * np.e * sigma_q**2)
    return likelihood / n + prior + entropy
