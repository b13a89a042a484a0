"""Divides the densities, which underflow or overflow.

Named by: Each density by itself is 0 or infinite as a floating-point number, their ratio is not
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    w = np.exp(log_target(samples)) / np.exp(log_proposal(samples))
    estimate = np.sum(w * f(samples)) / (np.sum(w) if self_normalize else len(w))
    return estimate, w.sum() ** 2 / np.sum(w**2)
