"""Uses percentiles and a stacked array."""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    lower, upper = np.percentile(probabilities, [50 - 50 * level, 50 + 50 * level], axis=0)
    mean = np.average(probabilities, axis=0)
    certain = (threshold <= lower) | (upper <= threshold)
    return np.array([mean, lower, upper, np.where(certain, mean >= threshold, -1)])
