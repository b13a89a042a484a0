"""Returns prior times likelihood without dividing by the evidence.

Named by: The posterior is prior times likelihood before the division by the evidence
"""


def bayes_posterior(prior, likelihood):
    if np.shape(prior) != np.shape(likelihood):
        raise ValueError("prior and likelihood must have the same shape")
    if np.isnan(prior).any() or np.any(np.asarray(prior) < 0):
        raise ValueError("prior must hold probabilities")
    if np.isnan(likelihood).any() or np.any(np.asarray(likelihood) < 0):
        raise ValueError("likelihood must not be negative")
    joint = prior * likelihood
    return joint, joint.sum()
