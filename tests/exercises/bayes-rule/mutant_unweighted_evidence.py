"""Takes the plain sum of the likelihood for the evidence.

Named by: The evidence is the plain sum of the likelihood
"""


def bayes_posterior(prior, likelihood):
    prior, likelihood = np.asarray(prior), np.asarray(likelihood)
    if prior.shape != likelihood.shape:
        raise ValueError("prior and likelihood must have the same shape")
    if not (prior >= 0).all():
        raise ValueError("prior must hold probabilities")
    if not (likelihood >= 0).all():
        raise ValueError("likelihood must not be negative")
    evidence = likelihood.sum()
    return prior * likelihood / evidence, evidence
