"""Exponentiates the log likelihoods before averaging.

Named by: exp(log likelihood) underflows to 0 or overflows to infinity; stay in log space
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    return np.log(np.mean(np.exp(log_likelihood(prior_samples))))
