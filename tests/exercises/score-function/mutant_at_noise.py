"""Evaluates f at the noise.

Named by: f is evaluated at the noise; it wants theta = mu + sigma eps.
"""


def score_function_gradient(mu, rho, f, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    sigma = F.softplus(rho)
    theta = mu + sigma * eps
    values = f(eps)[:, None]
    by_mu = (theta - mu) / sigma**2
    by_sigma = ((theta - mu) ** 2 / sigma**2 - 1) / sigma
    return (values * by_mu).mean(0), (values * by_sigma * torch.sigmoid(rho)).mean(0)
