"""Gauss-Hermite quadrature with five points, exact for a quadratic; returns a list."""


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
    nodes, weights = np.polynomial.hermite_e.hermegauss(5)
    weights = weights / weights.sum()
    total = 0.0
    for node, weight in zip(nodes, weights):
        theta = mu_q + sigma_q * node
        value = -0.5 * (theta / prior_scale) ** 2 - np.log(prior_scale) + 0.5 * node**2 + np.log(sigma_q)
        for x in y.tolist():
            value += -0.5 * ((x - theta) / noise_scale) ** 2 - np.log(noise_scale) - 0.5 * np.log(2 * np.pi)
        total += weight * value
    return [total]
