"""Works with logsumexp and softmax; asks f for slices; returns an array."""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = np.asarray(log_target(samples)) - np.asarray(log_proposal(samples))
    values = np.concatenate([f(samples[start : start + 7]) for start in range(0, len(samples), 7)])
    w = special.softmax(log_w)
    estimate = w @ values
    if not self_normalize:
        estimate = estimate * np.exp(special.logsumexp(log_w) - np.log(len(log_w)))
    return np.array([estimate, 1 / np.sum(w**2)])
