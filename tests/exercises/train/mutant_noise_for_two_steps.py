"""Uses each noise for two steps.

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
    for step in range(n_steps):
        if step % 2 == 0:
            eps = torch.randn(n_samples, len(mu), generator=generator)
        loss = -elbo(mu, rho, eps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        elbo_trace.append(-loss.item())
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
