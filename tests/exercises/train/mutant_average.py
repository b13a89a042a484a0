"""Returns the mean of the iterates.

Named by: The mean of the iterates came back; the last one is asked for.
"""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.dim() != 1 or mu.shape != rho.shape:
        raise ValueError("mu and rho must have the same length")
    if mu.isnan().any() or rho.isnan().any():
        raise ValueError(("mu" if mu.isnan().any() else "rho") + " contains NaN")
    mu = mu.detach().clone().requires_grad_()
    rho = rho.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([mu, rho], lr=learning_rate)
    elbo_trace, path = [], []
    for _ in range(n_steps):
        eps = torch.randn(n_samples, len(mu), generator=generator)
        loss = -elbo(mu, rho, eps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        path.append(torch.stack([mu, rho]).detach().clone())
        elbo_trace.append(-loss.item())
    return *torch.stack(path).mean(0), torch.tensor(elbo_trace)
