"""Gives the optimiser a closure, and evaluates it once more before each step, for the trace."""


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

        def closure(eps=eps):
            optimizer.zero_grad()
            loss = -elbo(mu, rho, eps)
            loss.backward()
            return loss

        elbo_trace.append(-closure().item())
        optimizer.step(closure)
    return mu.detach(), rho.detach(), torch.tensor(elbo_trace)
