"""Adds up one sample after the other and returns lists."""


def score_function_gradient(mu, rho, f, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    sigma = F.softplus(rho)
    by_mu, by_rho = [0.0] * len(mu), [0.0] * len(mu)
    for row in eps:
        value = float(f((mu + sigma * row)[None, :])[0])
        for d in range(len(mu)):
            e, s = float(row[d]), float(sigma[d])
            by_mu[d] += value * e / s / len(eps)
            by_rho[d] += value * (e * e - 1) / s * float(torch.sigmoid(rho[d])) / len(eps)
    return by_mu, by_rho
