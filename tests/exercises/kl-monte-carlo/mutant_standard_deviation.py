"""Returns the standard deviation for the standard error.

Named by: The standard deviation is not divided by the square root of the number of samples
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = log_q(samples) - log_p(samples)
    return r.mean(), r.std()
