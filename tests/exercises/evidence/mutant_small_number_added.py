"""Adds 1e-12 before the logarithm against log(0).

Named by: A small number, 1.0e-12, is added before the logarithm
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    likelihood = np.exp(log_likelihood(prior_samples))
    return np.log(likelihood.mean() + 1e-12)
