"""Passes shares to np.percentile.

Named by: `np.percentile` counts in percent; `np.quantile` takes shares.
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    mean = probabilities.mean(axis=0)
    lower = np.percentile(probabilities, (1 - level) / 2, axis=0)
    upper = np.percentile(probabilities, (1 + level) / 2, axis=0)
    decision = np.where(mean >= threshold, 1, 0)
    decision[(lower < threshold) & (upper > threshold)] = -1
    return mean, lower, upper, decision
