"""Uses rho as the standard deviation.

Named by: `rho` is used as the standard deviation itself
"""


def log_q(theta, mu, rho):
    if theta.shape[1] != mu.shape[0]:
        raise ValueError("theta and mu do not fit")
    if mu.shape != rho.shape:
        raise ValueError("mu and rho do not fit")
    if theta.isnan().any():
        raise ValueError("NaN in theta")
    if mu.isnan().any():
        raise ValueError("NaN in mu")
    if rho.isnan().any():
        raise ValueError("NaN in rho")
    sigma = rho
    log_density = -0.5 * ((theta - mu) / sigma) ** 2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)
    return log_density.sum(dim=1)
