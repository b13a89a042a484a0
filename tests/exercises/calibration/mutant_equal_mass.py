"""Makes bins of equal numbers of messages.

Named by: The bins have equal width, not equal numbers of messages.
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
    order = np.argsort(probabilities)
    total = 0.0
    for part in np.array_split(order, n_bins):
        if len(part) > 0:
            total += len(part) / len(order) * abs(probabilities[part].mean() - labels[part].mean())
    return total
