"""Takes softplus(rho) for the variance.

Named by: softplus(rho) is used as a variance
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
    variance = F.softplus(rho)
    return (-0.5 * (theta - mu) ** 2 / variance - 0.5 * torch.log(2 * np.pi * variance)).sum(-1)
