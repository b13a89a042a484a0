"""Adds 1e-12 to the evidence so that the division cannot fail.

Named by: 1.0e-12 is added to the evidence
"""


def bayes_posterior(prior, likelihood):
    if np.shape(prior) != np.shape(likelihood):
        raise ValueError("prior and likelihood must have the same shape")
    for name, values in {"prior": prior, "likelihood": likelihood}.items():
        if np.isnan(values).any() or np.min(values) < 0:
            raise ValueError(f"{name} must not be negative or NaN")
    joint = prior * likelihood
    evidence = joint.sum()
    return joint / (evidence + 1e-12), evidence
