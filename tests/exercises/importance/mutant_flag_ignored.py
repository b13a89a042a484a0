"""Never normalises the weights.

Named by: `self_normalize` is true: divide by the sum of the weights
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    return np.mean(np.exp(log_w) * f(samples)), scaled.sum() ** 2 / np.sum(scaled**2)
