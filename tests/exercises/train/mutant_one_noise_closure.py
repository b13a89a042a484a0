"""Draws the noise once, before the loop, and evaluates it several times a step.

Named by: The same noise is used at every step
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
    eps = torch.randn(n_samples, len(mu), generator=generator)

    def closure():
        optimizer.zero_grad()
        loss = -elbo(mu, rho, eps)
        loss.backward()
        return loss

    for _ in range(n_steps):
        elbo_trace.append(-closure().item())
        optimizer.step(closure)
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
