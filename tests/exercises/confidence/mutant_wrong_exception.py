"""Refuses bad arguments with `assert`, which raises another exception.

Named by: `ValueError` is asked for.
"""


def classify(probabilities, level, threshold=0.5):
    assert np.all(probabilities >= 0), "probabilities must not be negative or NaN"
    assert len(probabilities) > 0, "probabilities must have rows"
    mean = probabilities.mean(axis=0)
    lower, upper = np.quantile(probabilities, [(1 - level) / 2, (1 + level) / 2], axis=0)
    decision = (mean >= threshold).astype(int)
    decision[(lower < threshold) & (threshold < upper)] = -1
    return mean, lower, upper, decision
