"""Draws the noise once before the loop and uses it at every step.

Named by: The same noise is used at every step
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
    eps = torch.randn(n_samples, len(mu), generator=generator)
    for step in range(n_steps):
        optimiser.zero_grad()
        value = elbo(mu, rho, eps)
        value.backward()
        optimiser.step()
        trace[step] = value.detach()
    return mu.detach(), rho.detach(), trace
