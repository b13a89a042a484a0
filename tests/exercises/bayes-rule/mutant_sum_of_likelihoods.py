"""The evidence is the sum of the likelihoods, not weighted with the prior, so the posterior does not sum to one.

Named by: The evidence is the plain sum of the likelihood
"""


def bayes_posterior(prior, likelihood):
    prior = np.asarray(prior, dtype=float)
    likelihood = np.asarray(likelihood, dtype=float)
    if prior.shape != likelihood.shape:
        raise ValueError("prior and likelihood must have the same shape")
    if np.any(np.isnan(prior)) or np.any(prior < 0):
        raise ValueError("prior must not be negative or NaN")
    if np.any(np.isnan(likelihood)) or np.any(likelihood < 0):
        raise ValueError("likelihood must not be negative or NaN")
    evidence = likelihood.sum()
    return prior * likelihood / evidence, float(evidence)
