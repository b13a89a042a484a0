"""Does not divide the slide's sum by the number of samples.

Named by: The sum over the samples is not divided by their number
"""


def importance_estimate(f, log_target, log_proposal, samples, self_normalize):
    samples = np.asarray(samples)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.isnan(samples).any():
        raise ValueError("samples must not hold NaN")
    log_w = log_target(samples) - log_proposal(samples)
    scaled = np.exp(log_w - log_w.max())
    if self_normalize:
        estimate = np.sum(scaled * f(samples)) / scaled.sum()
    else:
        estimate = np.sum(np.exp(log_w) * f(samples))
    return estimate, scaled.sum() ** 2 / np.sum(scaled**2)
