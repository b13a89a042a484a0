"""Returns the logarithm of the evidence as the second value.

Named by: the second value is the logarithm of the evidence
"""


def bayes_posterior(prior, likelihood):
    if np.shape(prior) != np.shape(likelihood):
        raise ValueError("prior and likelihood must have the same shape")
    if not np.all(prior >= 0):
        raise ValueError("prior must hold probabilities")
    if not np.all(likelihood >= 0):
        raise ValueError("likelihood must not be negative")
    joint = prior * likelihood
    log_evidence = np.log(np.sum(joint))
    return joint / np.exp(log_evidence), log_evidence
