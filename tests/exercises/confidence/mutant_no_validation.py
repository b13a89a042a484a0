"""Classifies by whatever comes.

Named by: A negative probability is not checked for.
"""


def classify(probabilities, level, threshold=0.5):
    mean = probabilities.mean(axis=0)
    lower, upper = np.quantile(probabilities, [(1 - level) / 2, (1 + level) / 2], axis=0)
    decision = (mean >= threshold).astype(int)
    decision[(lower < threshold) & (threshold < upper)] = -1
    return mean, lower, upper, decision
