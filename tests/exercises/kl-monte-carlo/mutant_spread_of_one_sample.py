"""Returns the standard deviation of the log ratios, not that of their mean.

Named by: it is the spread of one sample
"""


def kl_monte_carlo(log_q, log_p, samples):
    if len(samples) == 0:
        raise ValueError("samples is empty")
    if torch.isnan(samples).any():
        raise ValueError("samples holds NaN")
    lq, lp = log_q(samples), log_p(samples)
    r = lq - lp
    return r.mean(), r.std(unbiased=False)
