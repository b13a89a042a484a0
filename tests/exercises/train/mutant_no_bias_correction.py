"""Adam by hand without the correction of its moments.

Named by: Adam's moments start at zero and must be corrected for it, by 1 - beta^t.
"""


def fit_mean_field(elbo, mu, rho, n_steps, learning_rate, n_samples, generator):
    if mu.dim() != 1 or mu.shape != rho.shape:
        raise ValueError("mu and rho must have the same length")
    if mu.isnan().any() or rho.isnan().any():
        raise ValueError(("mu" if mu.isnan().any() else "rho") + " contains NaN")
    phi = [mu.detach().clone(), rho.detach().clone()]
    m = [torch.zeros_like(p) for p in phi]
    v = [torch.zeros_like(p) for p in phi]
    elbo_trace = torch.zeros(n_steps)
    for t in range(n_steps):
        leaves = [p.clone().requires_grad_() for p in phi]
        eps = torch.randn((n_samples, mu.shape[0]), generator=generator)
        value = elbo(*leaves, eps)
        value.backward()
        elbo_trace[t] = value.item()
        for i, leaf in enumerate(leaves):
            g = leaf.grad
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g**2
            m_hat = m[i]
            v_hat = v[i]
            phi[i] = phi[i] + learning_rate * m_hat / (torch.sqrt(v_hat) + 1e-8)
    return phi[0], phi[1], elbo_trace
