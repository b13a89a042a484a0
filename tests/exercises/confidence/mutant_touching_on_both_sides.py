"""Counts an interval that only touches the threshold as containing it.

Named by: An interval that only touches the threshold does not contain it
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities, dtype=float)
    if len(probabilities) == 0:
        raise ValueError("probabilities has no rows")
    if not (probabilities >= 0).all():
        raise ValueError("probabilities holds a negative value or NaN")
    mean = probabilities.mean(axis=0)
    lower, upper = np.quantile(probabilities, [(1 - level) / 2, (1 + level) / 2], axis=0)
    decision = np.where((lower <= threshold) & (threshold <= upper), -1, (mean >= threshold).astype(int))
    return mean, lower, upper, decision
