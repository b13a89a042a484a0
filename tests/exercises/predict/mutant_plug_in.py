"""Predicts with the posterior mean in every row.

Named by: Every sample predicts with the mean weights `mu`
"""


def posterior_predictive(features, mu, rho, eps):
    for name, values in (("features", features), ("mu", mu), ("rho", rho), ("eps", eps)):
        if torch.isnan(values).any():
            raise ValueError(f"{name} must not hold NaN")
    if mu.shape != rho.shape:
        raise ValueError("mu and rho must have one shape")
    if features.shape[1] != mu.shape[0]:
        raise ValueError("features and mu do not fit")
    if eps.shape[0] == 0 or eps.shape[1] != mu.shape[0]:
        raise ValueError("eps must have rows, and a column for each weight")
    probability = torch.sigmoid(features @ mu)
    return probability.repeat(len(eps), 1)
