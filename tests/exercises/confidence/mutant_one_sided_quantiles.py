"""Takes the quantiles at 1 - level and level, so that too little lies between them.

Named by: The interval leaves out 1 - level on *each* side
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities, dtype=float)
    if len(probabilities) == 0:
        raise ValueError("probabilities has no rows")
    if not (probabilities >= 0).all():
        raise ValueError("probabilities holds a negative value or NaN")
    mean = probabilities.mean(axis=0)
    lower, upper = np.quantile(probabilities, [1 - level, level], axis=0)
    decision = np.where((lower < threshold) & (threshold < upper), -1, (mean >= threshold).astype(int))
    return mean, lower, upper, decision
