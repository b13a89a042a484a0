"""Adds sample after sample with logaddexp and returns a list of one number."""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    n = len(prior_samples)
    if n == 0 or np.any(np.isnan(prior_samples)):
        raise ValueError("prior_samples must be numbers, at least one")
    total = -np.inf
    for i in range(n):
        total = np.logaddexp(total, log_likelihood(prior_samples[i : i + 1])[0])
    return [total - np.log(n)]
