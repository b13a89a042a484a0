"""Averages the gaps of the bins that hold messages.

Named by: Each bin counts the same here; it must count with its share of the messages
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
    place = np.minimum((probabilities * n_bins).astype(int), n_bins - 1)
    gaps = [abs(probabilities[place == b].mean() - labels[place == b].mean()) for b in np.unique(place)]
    return np.mean(gaps)
