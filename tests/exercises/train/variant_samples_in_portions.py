"""Evaluates the ELBO on a quarter of the samples at a time and averages, as where memory is short."""


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
        loss = -sum(len(few) * elbo(mu, rho, few) for few in eps.chunk(4)) / n_samples
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        elbo_trace.append(-loss.item())
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
