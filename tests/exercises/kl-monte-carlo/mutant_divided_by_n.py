"""Divides the standard deviation by the number of samples.

Named by: The standard deviation is divided by the number of samples, not by its square root
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = log_q(samples) - log_p(samples)
    return r.mean(), r.std(unbiased=False) / len(r)
