"""Effective sample size 1/sum(w^2) with weights that do not sum to one.

Named by: 1 / sum(w^2) holds for weights that sum to one only
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
    return estimate, 1 / np.sum(np.exp(log_w) ** 2)
