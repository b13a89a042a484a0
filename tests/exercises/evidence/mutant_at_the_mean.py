"""Evaluates the likelihood at the mean of the prior samples.

Named by: The likelihood is evaluated at the mean of the samples
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    return log_likelihood(prior_samples.mean(axis=0))
