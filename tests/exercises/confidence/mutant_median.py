"""Returns the median in place of the mean.

Named by: This is the median of the rows; the mean is asked for.
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    mean = np.median(probabilities, axis=0)
    lower = np.quantile(probabilities, (1 - level) / 2, axis=0)
    upper = np.quantile(probabilities, (1 + level) / 2, axis=0)
    decision = np.where(mean >= threshold, 1, 0)
    decision[(lower < threshold) & (upper > threshold)] = -1
    return mean, lower, upper, decision
