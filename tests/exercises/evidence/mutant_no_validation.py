"""Averages the likelihood over whatever samples come.

Named by: NaN among the samples is not checked for.
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    log_likelihoods = log_likelihood(prior_samples)
    return special.logsumexp(log_likelihoods) - np.log(len(prior_samples))
