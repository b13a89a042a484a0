"""Takes the trace with one noise at every step, the gradients with other ones.

Named by: Noise is used again
"""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.dim() != 1 or mu.shape != rho.shape:
        raise ValueError("mu and rho must have the same length")
    if mu.isnan().any() or rho.isnan().any():
        raise ValueError(("mu" if mu.isnan().any() else "rho") + " contains NaN")
    mu = mu.detach().clone().requires_grad_()
    rho = rho.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([mu, rho], lr=learning_rate)
    elbo_trace = []
    same = torch.randn(n_samples, len(mu), generator=generator)
    for _ in range(n_steps):
        eps = torch.randn(n_samples, len(mu), generator=generator)
        with torch.no_grad():
            elbo_trace.append(elbo(mu, rho, same).item())
        optimizer.zero_grad()
        (-elbo(mu, rho, eps)).backward()
        optimizer.step()
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
