"""Averages log p - log q.

Named by: This estimates the mean of log p - log q, which is -KL
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = log_p(samples) - log_q(samples)
    return r.mean(), r.std() / len(r) ** 0.5
