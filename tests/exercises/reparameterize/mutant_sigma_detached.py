"""Computes sigma without a graph, so that no gradient reaches rho.

Named by: The gradient is cut off on its way to `rho`
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
    with torch.no_grad():
        sigma = F.softplus(rho)
    return mu + sigma * eps
