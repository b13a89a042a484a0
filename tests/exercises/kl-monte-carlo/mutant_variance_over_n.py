"""Forgets the root of the variance over the number of samples.

Named by: The second value is a variance; take its square root
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = log_q(samples) - log_p(samples)
    return r.mean(), r.var() / len(r)
