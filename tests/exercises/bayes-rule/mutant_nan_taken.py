"""Refuses negative numbers with a comparison that NaN passes.

Named by: NaN in the prior is not checked for.
"""


def bayes_posterior(prior, likelihood):
    prior, likelihood = np.asarray(prior), np.asarray(likelihood)
    if prior.shape != likelihood.shape:
        raise ValueError("prior and likelihood must have the same shape")
    if (prior < 0).any():
        raise ValueError("prior must not be negative")
    if (likelihood < 0).any():
        raise ValueError("likelihood must not be negative")
    joint = prior * likelihood
    return joint / joint.sum(), joint.sum()
