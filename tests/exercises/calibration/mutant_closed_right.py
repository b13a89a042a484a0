"""Closes the bins on the right.

Named by: Bins hold their left edge, [a, b), not their right one.
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
    edges = np.linspace(0, 1, n_bins + 1)
    place = np.digitize(probabilities, edges[1:-1], right=True)
    total = 0.0
    for b in np.unique(place):
        inside = place == b
        total += inside.sum() * abs(probabilities[inside].mean() - labels[inside].mean())
    return total / len(labels)
