"""Forgets to divide the sum of the likelihoods by S.

Named by: The likelihoods are added up; for their mean, log S is missing
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    return special.logsumexp(log_likelihood(prior_samples))
