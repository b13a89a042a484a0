"""Forgets to subtract log S: the log of the sum, not of the mean.

Named by: The likelihoods are added up; for their mean, log S is missing
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if len(prior_samples) == 0:
        raise ValueError("prior_samples must not be empty")
    if np.any(np.isnan(prior_samples)):
        raise ValueError("prior_samples must not be NaN")
    ell = np.asarray(log_likelihood(prior_samples), dtype=float)
    return float(special.logsumexp(ell))
