"""Uses log weights as weights.

Named by: Log weights are used where weights are asked for
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    values = f(samples)
    estimate = np.sum(log_w * values) / log_w.sum() if self_normalize else np.mean(log_w * values)
    return estimate, log_w.sum() ** 2 / np.sum(log_w**2)
