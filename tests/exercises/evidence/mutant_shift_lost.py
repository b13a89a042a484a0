"""Subtracts the maximum and does not add it back.

Named by: The largest log likelihood is subtracted inside but not added back outside
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    ll = log_likelihood(prior_samples)
    weights = np.exp(ll - ll.max())
    return np.log(weights.mean())
