"""Calculates with NumPy, so that no gradient comes back.

Named by: NumPy or a new `torch.tensor(...)` cuts the path
"""


def log_q(theta, mu, rho):
    if theta.shape[1] != mu.shape[0]:
        raise ValueError("theta and mu do not fit")
    if mu.shape != rho.shape:
        raise ValueError("mu and rho do not fit")
    if theta.isnan().any():
        raise ValueError("NaN in theta")
    if mu.isnan().any():
        raise ValueError("NaN in mu")
    if rho.isnan().any():
        raise ValueError("NaN in rho")
    theta, mu, rho = (v.detach().numpy() for v in (theta, mu, rho))
    sigma = np.logaddexp(0, rho)
    return torch.tensor((-0.5 * ((theta - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)).sum(1))
