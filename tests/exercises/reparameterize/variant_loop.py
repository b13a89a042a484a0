"""Builds the samples one number at a time."""


def reparameterize(mu, rho, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    rows = [torch.stack([m + F.softplus(r) * e for m, r, e in zip(mu, rho, row)]) for row in eps]
    return torch.stack(rows)
