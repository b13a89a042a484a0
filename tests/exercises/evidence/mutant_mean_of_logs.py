"""Averages the log likelihoods.

Named by: The log likelihoods are averaged; average the likelihoods
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    return np.mean(log_likelihood(prior_samples))
