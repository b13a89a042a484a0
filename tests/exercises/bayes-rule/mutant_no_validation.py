"""Applies Bayes' theorem to whatever comes.

Named by: A negative prior is not checked for.
"""


def bayes_posterior(prior, likelihood):
    joint = np.asarray(prior) * np.asarray(likelihood)
    evidence = np.sum(joint)
    return joint / evidence, evidence
