"""Draws noise of its own with rsample and ignores eps.

Named by: Noise is drawn inside the function
"""


def reparameterize(mu, rho, eps):
    for name, value in (("mu", mu), ("rho", rho), ("eps", eps)):
        if torch.isnan(value).any():
            raise ValueError(name + " holds NaN")
    if rho.shape != mu.shape:
        raise ValueError("rho and mu differ in shape")
    if eps.ndim != 2 or eps.shape[1] != mu.shape[0]:
        raise ValueError("eps and mu do not fit in shape")
    if eps.shape[0] == 0:
        raise ValueError("eps has no rows")
    return torch.distributions.Normal(mu, F.softplus(rho)).rsample((eps.shape[0],))
