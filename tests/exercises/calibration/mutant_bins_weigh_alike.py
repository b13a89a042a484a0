"""Averages the gaps of the occupied bins without weighing them by their numbers of messages.

Named by: Each bin counts the same here
"""


def expected_calibration_error(probabilities, labels, n_bins):
    p, y = np.asarray(probabilities, dtype=float), np.asarray(labels)
    if len(p) != len(y):
        raise ValueError("probabilities and labels differ in length")
    if len(p) == 0:
        raise ValueError("probabilities is empty")
    if not (p >= 0).all():
        raise ValueError("probabilities holds a negative value or NaN")
    if n_bins <= 0:
        raise ValueError("n_bins must be positive")
    index = np.minimum((p * n_bins).astype(int), n_bins - 1)
    return float(np.mean([abs(p[index == b].mean() - y[index == b].mean()) for b in np.unique(index)]))
