"""Converts the samples to float32 first.

Named by: This is what single precision gives
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    samples = samples.float()
    r = log_q(samples) - log_p(samples)
    return r.mean(), r.std() / np.sqrt(len(r))
