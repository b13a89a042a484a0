"""Takes one sample after the other and returns a tensor of one element."""


def elbo_monte_carlo(mu, rho, log_joint, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    sigma = torch.logaddexp(rho, torch.zeros_like(rho))
    total = torch.zeros(1)
    for row in eps:
        theta = (mu + sigma * row).unsqueeze(0)
        log_q = -0.5 * ((theta - mu) / sigma) ** 2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)
        total = total + (log_joint(theta) - log_q.sum(1)) / len(eps)
    return total
