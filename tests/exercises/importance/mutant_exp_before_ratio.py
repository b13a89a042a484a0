"""Exponentiates target and proposal separately and then divides: 0/0 for log densities far from zero.

Named by: Each density by itself is 0 or infinite as a floating-point number
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples, dtype=float)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.any(np.isnan(samples)):
        raise ValueError("samples must not hold NaN")
    with np.errstate(all="ignore"):
        w = np.exp(log_target(samples)) / np.exp(log_proposal(samples))
        values = np.asarray(f(samples), dtype=float)
        size = w.sum() ** 2 / (w**2).sum()
        estimate = (w * values).sum() / w.sum() if self_normalize else np.mean(w * values)
    return float(estimate), float(size)
