"""Draws noise of its own and uses only the shape of eps.

Named by: Noise is drawn inside the function; all of it must come from `eps`.
"""


def reparameterize(mu, rho, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    return mu + F.softplus(rho) * torch.randn_like(eps)
