"""Averages f without weights.

Named by: The mean of f over the proposal's samples: the weights are left out
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    return np.mean(f(samples)), scaled.sum() ** 2 / np.sum(scaled**2)
