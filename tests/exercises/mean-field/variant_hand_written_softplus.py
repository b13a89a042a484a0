"""Writes the stable softplus by hand and stacks point by point."""


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
    sigma = rho.clamp(min=0) + torch.log1p(torch.exp(-rho.abs()))
    return torch.stack(
        [-(0.5 * ((t - mu) / sigma).square() + (sigma * np.sqrt(2 * np.pi)).log()).sum() for t in theta]
    )
