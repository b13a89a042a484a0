"""Adds q's variance once to the sum of squares instead of once for each observation.

Named by: The term in sigma_q^2 is counted once
"""


def elbo_linear_gaussian(mu_q, sigma_q, y, prior_scale, noise_scale):
    if y.numel() == 0:
        raise ValueError("y is empty")
    if torch.isnan(y).any():
        raise ValueError("y holds NaN")
    if np.isnan(mu_q):
        raise ValueError("mu_q is NaN")
    for name, scale in (("sigma_q", sigma_q), ("prior_scale", prior_scale), ("noise_scale", noise_scale)):
        if not scale > 0:
            raise ValueError(name + " must be positive")
    n = y.numel()
    likelihood = -0.5 * n * np.log(2 * np.pi * noise_scale ** 2) - (((y - mu_q) ** 2).sum() + sigma_q ** 2) / (2 * noise_scale ** 2)
    prior = -0.5 * np.log(2 * np.pi * prior_scale ** 2) - (mu_q ** 2 + sigma_q ** 2) / (2 * prior_scale ** 2)
    entropy = 0.5 * np.log(2 * np.pi * np.e * sigma_q ** 2)
    return likelihood + prior + entropy
