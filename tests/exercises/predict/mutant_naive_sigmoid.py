"""Writes the logistic function as exp(z) / (1 + exp(z)), which is NaN for large logits.

Named by: NaN is exp(z) / (1 + exp(z)) at a large logit
"""


def posterior_predictive(features, mu, rho, eps):
    for name, value in (("features", features), ("mu", mu), ("rho", rho), ("eps", eps)):
        if torch.isnan(value).any():
            raise ValueError(name + " holds NaN")
    if rho.shape != mu.shape:
        raise ValueError("rho and mu differ in shape")
    if eps.shape[1] != mu.shape[0]:
        raise ValueError("eps and mu do not fit in shape")
    if features.shape[1] != mu.shape[0]:
        raise ValueError("features and mu do not fit in shape")
    if eps.shape[0] == 0:
        raise ValueError("eps has no rows")
    z = (mu + F.softplus(rho) * eps) @ features.T
    return torch.exp(z) / (1 + torch.exp(z))
