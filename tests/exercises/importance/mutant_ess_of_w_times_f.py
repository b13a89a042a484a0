"""Computes the effective sample size from w times f instead of from the weights.

Named by: The effective sample size is that of the weights alone
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
    estimate = (w * values).sum() / w.sum() if self_normalize else np.mean(np.exp(log_w) * values)
    terms = np.abs(w * values)
    return float(estimate), float(terms.sum() ** 2 / (terms**2).sum())
