"""Gives a probability of 1 a bin of its own.

Named by: A probability of 1 has a bin of its own here; it belongs to the last one.
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
    place = np.floor(probabilities * n_bins).astype(int)
    total = 0.0
    for b in np.unique(place):
        inside = place == b
        total += inside.mean() * abs(probabilities[inside].mean() - labels[inside].mean())
    return total
