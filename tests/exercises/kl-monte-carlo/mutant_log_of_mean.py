"""Takes the logarithm of the mean ratio.

Named by: This is the logarithm of the mean ratio
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = log_q(samples) - log_p(samples)
    return torch.logsumexp(r, 0) - np.log(len(r)), r.std() / np.sqrt(len(r))
