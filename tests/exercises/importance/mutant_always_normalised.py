"""Always normalises the weights.

Named by: `self_normalize` is false: the weights must not be divided by their sum
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    return np.sum(scaled * f(samples)) / scaled.sum(), scaled.sum() ** 2 / np.sum(scaled**2)
