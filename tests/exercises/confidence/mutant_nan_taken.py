"""Refuses negative numbers with a comparison that NaN passes.

Named by: likely cause NaN is not checked for.
"""


def classify(probabilities, level, threshold=0.5):
    if len(probabilities) == 0:
        raise ValueError("probabilities must have rows")
    if np.any(probabilities < 0):
        raise ValueError("probabilities must not be negative")
    mean = probabilities.mean(axis=0)
    lower, upper = np.quantile(probabilities, [(1 - level) / 2, (1 + level) / 2], axis=0)
    decision = (mean >= threshold).astype(int)
    decision[(lower < threshold) & (threshold < upper)] = -1
    return mean, lower, upper, decision
