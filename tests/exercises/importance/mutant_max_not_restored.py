"""Subtracts the largest log weight in both estimators.

Named by: The largest log weight was subtracted and does not cancel here: it must be added again
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    estimate = np.sum(scaled * f(samples)) / (scaled.sum() if self_normalize else len(scaled))
    return estimate, scaled.sum() ** 2 / np.sum(scaled**2)
