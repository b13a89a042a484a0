"""Takes every argument as it comes.

Named by: is not checked for
"""


def elbo_linear_gaussian(mu_q, sigma_q, y, prior_scale, noise_scale):
    n = len(y)
    squares = ((y - mu_q) ** 2).sum() + n * sigma_q**2
    likelihood = -0.5 * n * np.log(2 * np.pi * noise_scale**2) - squares / (2 * noise_scale**2)
    prior = -0.5 * np.log(2 * np.pi * prior_scale**2) - (mu_q**2 + sigma_q**2) / (2 * prior_scale**2)
    entropy = 0.5 * np.log(2 * np.pi * np.e * sigma_q**2)
    return likelihood + prior + entropy
