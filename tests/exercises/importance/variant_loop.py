"""Loops over the samples, one call each, and returns a list of float32 numbers."""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = np.array([float((log_target(s) - log_proposal(s))[0]) for s in np.split(samples, len(samples))])
    values = [float(f(s)[0]) for s in np.split(samples, len(samples))]
    top = max(log_w)
    total = squares = weighted = 0.0
    for value, log_weight in zip(values, log_w):
        weight = np.exp(log_weight - top)
        total, squares, weighted = total + weight, squares + weight**2, weighted + weight * value
    factor = 1 / total if self_normalize else np.exp(top) / len(values)
    return [np.float32(weighted * factor), np.float32(total**2 / squares)]
