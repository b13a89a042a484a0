"""Turns the caller's prior into the posterior in place.

Named by: changed `prior` in place
"""


def bayes_posterior(prior, likelihood):
    if np.shape(prior) != np.shape(likelihood):
        raise ValueError("prior and likelihood must have the same shape")
    if not np.all(prior >= 0):
        raise ValueError("prior must hold probabilities")
    if not np.all(likelihood >= 0):
        raise ValueError("likelihood must not be negative")
    prior *= likelihood
    evidence = prior.sum()
    prior /= evidence
    return prior, evidence
