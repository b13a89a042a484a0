"""Uses the estimator (r - 1) - log r with r = p / q, whose terms are not negative.

Named by: This is the mean of (r - 1) - log r with r = p/q
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    log_r = log_p(samples) - log_q(samples)
    k = (torch.exp(log_r) - 1) - log_r
    return k.mean(), k.std() / np.sqrt(len(k))
