"""Subtracts the mean of f as a baseline.

Named by: The mean of f was subtracted
"""


def score_function_gradient(mu, rho, f, eps):
    for name, value in (("mu", mu), ("rho", rho), ("eps", eps)):
        if torch.isnan(value).any():
            raise ValueError(name + " holds NaN")
    if rho.shape != mu.shape:
        raise ValueError("rho and mu differ in shape")
    if eps.ndim != 2 or eps.shape[1] != mu.shape[0]:
        raise ValueError("eps and mu do not fit in shape")
    if eps.shape[0] == 0:
        raise ValueError("eps has no rows")
    sigma = F.softplus(rho)
    values = f(mu + sigma * eps)
    values = (values - values.mean()).unsqueeze(1)
    return (values * eps / sigma).mean(0), (values * (eps ** 2 - 1) / sigma * torch.sigmoid(rho)).mean(0)
