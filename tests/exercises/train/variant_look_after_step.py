"""Looks after each step at what it has gained, with the step's noise, once with a gradient."""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.dim() != 1 or mu.shape != rho.shape:
        raise ValueError("mu and rho must have the same length")
    if mu.isnan().any() or rho.isnan().any():
        raise ValueError(("mu" if mu.isnan().any() else "rho") + " contains NaN")
    mu = mu.detach().clone().requires_grad_()
    rho = rho.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([mu, rho], lr=learning_rate, maximize=True)
    elbo_trace = []
    gains = []
    for step in range(n_steps):
        eps = torch.randn(n_samples, len(mu), generator=generator)
        optimizer.zero_grad()
        value = elbo(mu, rho, eps)
        value.backward()
        optimizer.step()
        elbo_trace.append(value.item())
        after = elbo(mu, rho, eps)
        if step == 0:
            after.backward()
        gains.append(after.item() - value.item())
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
