"""Normalises the likelihood to sum to one before applying the theorem: right posterior, wrong evidence.

Named by: The likelihood was divided by its sum first
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
    likelihood = likelihood / likelihood.sum()
    joint = prior * likelihood
    evidence = joint.sum()
    return joint / evidence, float(evidence)
