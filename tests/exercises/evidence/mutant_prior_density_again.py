"""Multiplies each likelihood by the prior's density, though the samples come from the prior.

Named by: The prior's density is multiplied in once more
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    if len(prior_samples) == 0 or np.isnan(prior_samples).any():
        raise ValueError("prior_samples must hold at least one sample, and no NaN")
    ll = log_likelihood(prior_samples)
    prior = stats.norm.logpdf(prior_samples)
    ll = ll + (prior.sum(axis=1) if prior.ndim == 2 else prior)
    return special.logsumexp(ll) - np.log(len(ll))
