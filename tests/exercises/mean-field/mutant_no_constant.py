"""Leaves out log(2 pi) / 2.

Named by: The constant -log(2 pi) / 2 is missing in every dimension
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
    sigma = F.softplus(rho)
    return (-0.5 * ((theta - mu) / sigma) ** 2 - torch.log(sigma)).sum(1)
