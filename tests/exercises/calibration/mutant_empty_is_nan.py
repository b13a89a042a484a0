"""Divides by zero in an empty bin.

Named by: The mean of an empty bin is 0/0; an empty bin adds nothing.
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
    total = 0.0
    for b in range(n_bins):
        inside = (probabilities >= edges[b]) & (probabilities < edges[b + 1])
        if b == n_bins - 1:
            inside |= probabilities == 1
        if True:
            gap = abs(probabilities[inside].mean() - labels[inside].mean())
            total += inside.mean() * gap
    return total
