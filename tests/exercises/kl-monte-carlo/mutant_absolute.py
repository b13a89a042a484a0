"""Takes absolute values, since a divergence is not negative.

Named by: The absolute value is taken of each term
"""


def kl_monte_carlo(log_q, log_p, samples):
    if samples.shape[0] == 0:
        raise ValueError("samples is empty")
    if samples.isnan().any():
        raise ValueError("samples has NaN")
    r = (log_q(samples) - log_p(samples)).abs()
    return r.mean(), r.std() / np.sqrt(len(r))
