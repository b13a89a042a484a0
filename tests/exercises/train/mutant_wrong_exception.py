"""Refuses bad arguments with `assert`, which raises another exception.

Named by: `ValueError` is asked for.
"""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    assert mu.shape == rho.shape, "mu and rho must have one shape"
    assert not mu.isnan().any(), "mu holds NaN"
    assert not rho.isnan().any(), "rho holds NaN"
    mu, rho = mu.clone().requires_grad_(), rho.clone().requires_grad_()
    optimiser = torch.optim.Adam([mu, rho], lr=learning_rate)
    trace = []
    for _ in range(n_steps):
        eps = torch.randn(n_samples, len(mu), generator=generator)
        value = elbo(mu, rho, eps)
        trace.append(value.item())
        optimiser.zero_grad()
        (-value).backward()
        optimiser.step()
    return mu.detach(), rho.detach(), torch.tensor(trace)
