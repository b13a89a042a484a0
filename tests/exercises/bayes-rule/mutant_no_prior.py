"""Normalises the likelihood and forgets the prior.

Named by: The posterior leaves the prior out: it is the likelihood, normalised
"""


def bayes_posterior(prior, likelihood):
    if len(prior) != len(likelihood):
        raise ValueError("prior and likelihood must have the same length")
    if np.isnan(prior).any() or np.any(np.asarray(prior) < 0):
        raise ValueError("prior must hold probabilities")
    if np.isnan(likelihood).any() or np.any(np.asarray(likelihood) < 0):
        raise ValueError("likelihood must not be negative")
    evidence = np.sum(prior * likelihood)
    return likelihood / np.sum(likelihood), evidence
