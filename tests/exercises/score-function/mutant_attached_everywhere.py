"""Forgets to detach the samples in f and in log q.

Named by: Gradients flow through the samples inside f and log q as well
"""


def score_function_gradient(mu, rho, f, eps):
    if mu.shape != rho.shape or eps.dim() != 2 or eps.shape[1] != len(mu):
        raise ValueError("mu, rho and eps do not fit together")
    if eps.shape[0] < 1:
        raise ValueError("eps is empty")
    for name, value in {"mu": mu, "rho": rho, "eps": eps}.items():
        if value.isnan().any():
            raise ValueError(f"{name} contains NaN")
    mu, rho = mu.clone().requires_grad_(), rho.clone().requires_grad_()
    q = torch.distributions.Normal(mu, F.softplus(rho))
    theta = mu + F.softplus(rho) * eps
    (f(theta) * q.log_prob(theta).sum(-1)).mean().backward()
    return mu.grad, rho.grad
