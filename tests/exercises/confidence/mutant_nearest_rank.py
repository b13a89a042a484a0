"""Sorts the rows and picks the nearest one.

Named by: interpolates linearly between the ordered rows; this is another kind
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    ordered = np.sort(probabilities, axis=0)
    last = len(ordered) - 1
    mean = ordered.mean(axis=0)
    lower = ordered[int(np.floor(last * (1 - level) / 2))]
    upper = ordered[int(np.ceil(last * (1 + level) / 2))]
    decision = np.where(mean >= threshold, 1, 0)
    decision[(lower < threshold) & (upper > threshold)] = -1
    return mean, lower, upper, decision
