"""Refuses bad arguments, but does not say which one is bad.

Named by: The message must contain the argument's name
"""


def elbo_linear_gaussian(mu_q, sigma_q, y, prior_scale, noise_scale):
    if len(y) == 0 or torch.isnan(y).any() or np.isnan([mu_q, sigma_q, prior_scale, noise_scale]).any():
        raise ValueError("empty or NaN")
    if min(sigma_q, prior_scale, noise_scale) <= 0:
        raise ValueError("all scales must be positive")
    n = len(y)
    squares = ((y - mu_q) ** 2).sum() + n * sigma_q**2
    likelihood = -0.5 * n * np.log(2 * np.pi * noise_scale**2) - squares / (2 * noise_scale**2)
    prior = -0.5 * np.log(2 * np.pi * prior_scale**2) - (mu_q**2 + sigma_q**2) / (2 * prior_scale**2)
    entropy = 0.5 * np.log(2 * np.pi * np.e * sigma_q**2)
    return likelihood + prior + entropy
