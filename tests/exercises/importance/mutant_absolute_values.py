"""Averages the absolute values of f, to be sure of a positive estimate.

Named by: The sign of f is lost
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    if self_normalize:
        estimate = np.sum(scaled * np.abs(f(samples))) / scaled.sum()
    else:
        estimate = np.mean(np.exp(log_w) * np.abs(f(samples)))
    return estimate, scaled.sum() ** 2 / np.sum(scaled**2)
