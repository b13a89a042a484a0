"""Computes in float32.

Named by: float32 is too coarse for logarithms of hundreds
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = np.float32(log_target(samples)) - np.float32(log_proposal(samples))
    scaled = np.exp(log_w - log_w.max())
    if self_normalize:
        estimate = np.sum(scaled * f(samples)) / scaled.sum()
    else:
        estimate = np.mean(np.exp(log_w) * f(samples))
    return estimate, scaled.sum() ** 2 / np.sum(scaled**2)
