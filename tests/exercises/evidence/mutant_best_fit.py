"""Returns the largest log likelihood.

Named by: The largest log likelihood comes back; the evidence is an average over the prior
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    return log_likelihood(prior_samples).max()
