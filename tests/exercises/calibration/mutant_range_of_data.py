"""Divides the range of the probabilities that occur into bins.

Named by: The bins divide [0, 1], not the range of the probabilities that occur.
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
    counts, edges = np.histogram(probabilities, bins=n_bins)
    place = np.clip(np.searchsorted(edges, probabilities, side="right") - 1, 0, n_bins - 1)
    total = 0.0
    for b in np.unique(place):
        inside = place == b
        total += inside.mean() * abs(probabilities[inside].mean() - labels[inside].mean())
    return total
