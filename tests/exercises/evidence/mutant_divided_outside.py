"""Divides the logarithm of the sum by S.

Named by: The logarithm of the sum is divided by S
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    return special.logsumexp(log_likelihood(prior_samples)) / len(prior_samples)
