"""Repairs an overflow with torch.where: the value is right, its gradient is NaN.

Named by: softplus is written as log(1 + exp(rho)), which overflows, or loses its digits
"""


def reparameterize(mu, rho, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    sigma = torch.where(rho > 30, rho, torch.log1p(torch.exp(rho)))
    return mu + sigma * eps
