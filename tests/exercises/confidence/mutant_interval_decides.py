"""Calls spam what lies above the threshold with its whole interval, whatever the mean.

Named by: this is what the median decides, a vote of the rows, or the side of the interval
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
    decision = np.full(mean.shape, -1)
    decision[lower >= threshold] = 1
    decision[upper <= threshold] = 0
    return mean, lower, upper, decision
