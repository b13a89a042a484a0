"""Returns float32, the decision as floats."""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    mean = probabilities.mean(axis=0)
    lower = np.quantile(probabilities, (1 - level) / 2, axis=0)
    upper = np.quantile(probabilities, (1 + level) / 2, axis=0)
    sign = np.select([(lower < threshold) & (threshold < upper), mean >= threshold], [-1.0, 1.0], 0.0)
    return tuple(part.astype(np.float32) for part in (mean, lower, upper, sign))
