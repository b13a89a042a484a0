"""Takes the confidence interval of the mean.

Named by: This is how well the *mean* is known (its standard error), which shrinks with more rows
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    from scipy.stats import norm

    mean = probabilities.mean(axis=0)
    half = norm.ppf((1 + level) / 2) * probabilities.std(axis=0, ddof=1) / np.sqrt(len(probabilities))
    lower, upper = mean - half, mean + half
    decision = np.where(mean >= threshold, 1, 0)
    decision[(lower < threshold) & (upper > threshold)] = -1
    return mean, lower, upper, decision
