"""Samples under `torch.no_grad`.

Named by: `torch.no_grad()`, NumPy or a new `torch.tensor(...)` cuts the path
"""


def reparameterize(mu, rho, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    with torch.no_grad():
        return mu + F.softplus(rho) * eps
