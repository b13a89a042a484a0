"""Weighs whatever samples come.

Named by: NaN among the samples is not checked for.
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    if self_normalize:
        estimate = np.sum(scaled * f(samples)) / scaled.sum()
    else:
        estimate = np.mean(np.exp(log_w) * f(samples))
    return estimate, scaled.sum() ** 2 / np.sum(scaled**2)
