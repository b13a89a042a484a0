"""Checks for NaN, and leaves it to torch to refuse shapes that do not fit.

Named by: `ValueError` is asked for
"""


def log_q(theta, mu, rho):
    for name, value in {"theta": theta, "mu": mu, "rho": rho}.items():
        if value.isnan().any():
            raise ValueError(f"NaN in {name}")
    sigma = F.softplus(rho)
    log_density = -0.5 * ((theta - mu) / sigma) ** 2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)
    return log_density.sum(dim=1)
