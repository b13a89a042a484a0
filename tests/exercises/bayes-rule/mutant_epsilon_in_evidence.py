"""Adds 1e-12 to the evidence against division by zero, which ruins tiny likelihoods.

Named by: 1.0e-12 is added to the evidence
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
    joint = prior * likelihood
    evidence = joint.sum() + 1e-12
    return joint / evidence, float(evidence)
