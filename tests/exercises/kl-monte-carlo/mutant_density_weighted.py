"""Weighs each sample with q's density, as in the integral.

Named by: weighing them with q's density again counts it twice
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    q = torch.exp(log_q(samples))
    r = q * (log_q(samples) - log_p(samples))
    return r.mean(), r.std() / len(r) ** 0.5
