"""Effective sample size 1/sum(w^2) with weights divided by the largest.

Named by: these are divided by the largest one
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
        estimate = np.sum(scaled * f(samples)) / scaled.sum()
    else:
        estimate = np.mean(np.exp(log_w) * f(samples))
    return estimate, 1 / np.sum(scaled**2)
