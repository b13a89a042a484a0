"""Classifies every message by its mean.

Named by: No message is ever unsure
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
    return mean, lower, upper, (mean >= threshold).astype(int)
