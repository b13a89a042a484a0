"""Takes every argument as it comes.

Named by: is not checked for
"""


def log_q(theta, mu, rho):
    sigma = F.softplus(rho)
    log_density = -0.5 * ((theta - mu) / sigma) ** 2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)
    return log_density.sum(dim=1)
