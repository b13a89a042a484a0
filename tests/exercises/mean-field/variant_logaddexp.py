"""Loops over the dimensions, with softplus as logaddexp."""


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
    total = torch.zeros(theta.shape[0])
    for d in range(theta.shape[1]):
        sigma = torch.logaddexp(rho[d], torch.zeros(()))
        total = total - (theta[:, d] - mu[d]) ** 2 / sigma**2 / 2 - sigma.log() - np.log(2 * np.pi) / 2
    return total
