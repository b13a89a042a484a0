"""Subtracts the largest log weight also in the estimator that is not self-normalised, where it does not cancel.

Named by: The largest log weight was subtracted and does not cancel here
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples, dtype=float)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.any(np.isnan(samples)):
        raise ValueError("samples must not hold NaN")
    log_w = np.asarray(log_target(samples)) - np.asarray(log_proposal(samples))
    w = np.exp(log_w - log_w.max())
    values = np.asarray(f(samples), dtype=float)
    size = w.sum() ** 2 / (w**2).sum()
    estimate = (w * values).sum() / w.sum() if self_normalize else np.mean(w * values)
    return float(estimate), float(size)
