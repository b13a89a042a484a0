"""Expected log likelihood minus the divergence to the prior, with NumPy sums."""


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
    data = y.numpy()
    rss = np.sum(np.square(data)) - 2 * mu_q * np.sum(data) + data.size * (mu_q**2 + sigma_q**2)
    likelihood = -data.size * (0.5 * np.log(2 * np.pi) + np.log(noise_scale)) - rss / (2 * noise_scale**2)
    kl = np.log(prior_scale) - np.log(sigma_q) + (sigma_q**2 + mu_q**2) / (2 * prior_scale**2) - 0.5
    return np.float64(likelihood - kl)
