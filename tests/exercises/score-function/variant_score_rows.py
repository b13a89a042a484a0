"""Takes the gradient of each sample's log density apart and averages, as NumPy arrays."""


def score_function_gradient(mu, rho, f, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    rows = []
    with torch.no_grad():
        theta = mu + F.softplus(rho) * eps
        values = f(theta)
    for value, point in zip(values, theta):
        m, r = mu.detach().clone().requires_grad_(), rho.detach().clone().requires_grad_()
        log_q = torch.distributions.Normal(m, F.softplus(r)).log_prob(point).sum()
        rows.append([value * g for g in torch.autograd.grad(log_q, (m, r))])
    return tuple(torch.stack(part).mean(0).numpy() for part in zip(*rows))
