"""The evidence is the mean of prior times likelihood instead of the sum.

Named by: the second value is the mean of prior times likelihood
"""


def bayes_posterior(prior, likelihood):
    prior, likelihood = np.asarray(prior, float), np.asarray(likelihood, float)
    if prior.shape != likelihood.shape:
        raise ValueError("prior and likelihood must fit")
    if not np.all(prior >= 0):
        raise ValueError("prior must not be negative")
    if not np.all(likelihood >= 0):
        raise ValueError("likelihood must not be negative")
    joint = prior * likelihood
    return joint / joint.sum(), joint.mean()
