"""Writes 2 for unsure.

Named by: Unsure is the number -1.
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    mean = probabilities.mean(axis=0)
    lower = np.quantile(probabilities, (1 - level) / 2, axis=0)
    upper = np.quantile(probabilities, (1 + level) / 2, axis=0)
    decision = np.where(mean >= threshold, 1, 0)
    decision[(lower < threshold) & (upper > threshold)] = 2
    return mean, lower, upper, decision
