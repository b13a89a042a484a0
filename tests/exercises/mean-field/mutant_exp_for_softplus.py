"""Uses sigma = exp(rho) instead of softplus(rho).

Named by: sigma = exp(rho) is used
"""


def log_q(theta, mu, rho):
    for name, value in (("theta", theta), ("mu", mu), ("rho", rho)):
        if torch.isnan(value).any():
            raise ValueError(name + " holds NaN")
    if rho.shape != mu.shape:
        raise ValueError("rho and mu differ in shape")
    if theta.shape[-1] != mu.shape[0]:
        raise ValueError("theta and mu do not fit in shape")
    sigma = torch.exp(rho)
    z = (theta - mu) / sigma
    return (-0.5 * z ** 2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)).sum(-1)
