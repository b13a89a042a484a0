"""Refuses bad arguments with `assert`, which raises another exception.

Named by: `ValueError` is asked for.
"""


def bayes_posterior(prior, likelihood):
    assert len(prior) == len(likelihood), "prior and likelihood must have the same length"
    assert np.all(prior >= 0), "prior must not be negative or NaN"
    assert np.all(likelihood >= 0), "likelihood must not be negative or NaN"
    joint = prior * likelihood
    evidence = joint.sum()
    return joint / evidence, evidence
