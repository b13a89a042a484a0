"""Uses weighted histograms."""


def expected_calibration_error(probabilities, labels, n_bins):
    if len(probabilities) != len(labels):
        raise ValueError("probabilities and labels must have the same length")
    if len(probabilities) == 0:
        raise ValueError("probabilities must not be empty")
    if np.isnan(probabilities).any() or np.any(np.asarray(probabilities) < 0):
        raise ValueError("probabilities must be numbers from 0 to 1")
    if n_bins <= 0:
        raise ValueError("n_bins must be positive")
    counts, edges = np.histogram(probabilities, bins=n_bins, range=(0, 1))
    predicted, _ = np.histogram(probabilities, bins=edges, weights=probabilities)
    happened, _ = np.histogram(probabilities, bins=edges, weights=labels)
    return np.sum(np.abs(predicted - happened)) / counts.sum()
