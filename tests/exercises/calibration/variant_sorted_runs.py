"""Sorts the messages and walks through them, in plain Python."""


def expected_calibration_error(probabilities, labels, n_bins):
    if len(probabilities) != len(labels):
        raise ValueError("probabilities and labels must have the same length")
    if len(probabilities) == 0:
        raise ValueError("probabilities must not be empty")
    if np.isnan(probabilities).any() or np.any(np.asarray(probabilities) < 0):
        raise ValueError("probabilities must be numbers from 0 to 1")
    if n_bins <= 0:
        raise ValueError("n_bins must be positive")
    bins = {}
    for p, y in sorted(zip(probabilities, labels)):
        bins.setdefault(min(int(p * n_bins), n_bins - 1), []).append((p, y))
    error = 0.0
    for members in bins.values():
        mean = sum(p for p, _ in members) / len(members)
        share = sum(y for _, y in members) / len(members)
        error += len(members) / len(labels) * abs(mean - share)
    return [float(error)]
