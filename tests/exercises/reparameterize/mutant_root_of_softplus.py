"""Takes softplus(rho) for the variance and multiplies the noise by its square root.

Named by: softplus(rho) is used as a variance
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
    return mu + torch.sqrt(F.softplus(rho)) * eps
