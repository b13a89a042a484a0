"""Takes gradients with torch.func and keeps Adam's other form, with the correction in the step size."""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.dim() != 1 or mu.shape != rho.shape:
        raise ValueError("mu and rho must have the same length")
    if mu.isnan().any() or rho.isnan().any():
        raise ValueError(("mu" if mu.isnan().any() else "rho") + " contains NaN")
    d = len(mu)
    phi, m, v = torch.cat([mu, rho]), torch.zeros(2 * d), torch.zeros(2 * d)
    elbo_trace = []
    for t in range(1, n_steps + 1):
        eps = torch.randn(n_samples, d, generator=generator)
        g, value = torch.func.grad_and_value(lambda p: elbo(p[:d], p[d:], eps))(phi)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        step = learning_rate * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t)
        phi = phi + step * m / (v.sqrt() + 1e-8)
        elbo_trace.append(float(value))
    return phi[:d], phi[d:], elbo_trace
