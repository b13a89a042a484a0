"""Weights of the target alone in the estimate; the effective sample size is right.

Named by: The weights leave the proposal's density out
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    if len(samples) == 0 or np.isnan(samples).any():
        raise ValueError("samples must hold numbers")
    lw = log_target(samples) - log_proposal(samples)
    w = np.exp(lw - lw.max())
    size = w.sum() ** 2 / np.sum(w**2)
    with np.errstate(all="ignore"):
        w = np.exp(log_target(samples))
    v = f(samples)
    return (np.sum(w * v) / w.sum() if self_normalize else np.mean(w * v)), size
