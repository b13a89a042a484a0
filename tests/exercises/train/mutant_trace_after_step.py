"""Stores the ELBO after the parameters were moved, not before.

Named by: The trace holds the ELBO from after each step
"""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.shape != rho.shape:
        raise ValueError("mu and rho differ in shape")
    if torch.isnan(mu).any():
        raise ValueError("mu holds NaN")
    if torch.isnan(rho).any():
        raise ValueError("rho holds NaN")
    mu, rho = mu.detach().clone().requires_grad_(), rho.detach().clone().requires_grad_()
    optimiser = torch.optim.Adam([mu, rho], lr=learning_rate, maximize=True)
    trace = torch.zeros(n_steps)
    for step in range(n_steps):
        eps = torch.randn(n_samples, len(mu), generator=generator)
        optimiser.zero_grad()
        elbo(mu, rho, eps).backward()
        optimiser.step()
        with torch.no_grad():
            trace[step] = elbo(mu, rho, eps)
    return mu.detach(), rho.detach(), trace
