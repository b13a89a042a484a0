"""Evaluates the value twice before each step, sample by sample, and once more after the last one."""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.dim() != 1 or mu.shape != rho.shape:
        raise ValueError("mu and rho must have the same length")
    if mu.isnan().any() or rho.isnan().any():
        raise ValueError(("mu" if mu.isnan().any() else "rho") + " contains NaN")
    mu = mu.detach().clone().requires_grad_()
    rho = rho.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([mu, rho], lr=learning_rate)
    elbo_trace = []
    for _ in range(n_steps):
        eps = torch.randn(n_samples, len(mu), generator=generator)
        elbo_trace.append(float(sum(elbo(mu, rho, row[None]) for row in eps) / n_samples))
        optimizer.zero_grad()
        (-sum(elbo(mu, rho, row[None]) for row in eps) / n_samples).backward()
        optimizer.step()
    print("in the end", elbo(mu, rho, eps).item())
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
