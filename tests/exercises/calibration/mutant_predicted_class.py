"""Takes the probability of the predicted class and the accuracy.

Named by: This compares the predicted class's probability with accuracy, not P(spam) with the share of spam.
"""


def expected_calibration_error(probabilities, labels, n_bins):
    if len(probabilities) != len(labels):
        raise ValueError("probabilities and labels must have the same length")
    if len(probabilities) == 0:
        raise ValueError("probabilities must not be empty")
    if np.isnan(probabilities).any() or np.any(np.asarray(probabilities) < 0):
        raise ValueError("probabilities must be numbers from 0 to 1")
    if n_bins <= 0:
        raise ValueError("n_bins must be positive")
    correct = (probabilities >= 0.5) == (labels == 1)
    confidence = np.maximum(probabilities, 1 - probabilities)
    place = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    total = 0.0
    for b in np.unique(place):
        total += np.mean(place == b) * abs(confidence[place == b].mean() - correct[place == b].mean())
    return total
