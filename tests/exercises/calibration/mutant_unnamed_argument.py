"""Refuses bad arguments without saying which.

Named by: The message must contain the argument's name
"""


def expected_calibration_error(probabilities, labels, n_bins):
    fits = len(probabilities) == len(labels) > 0 and n_bins > 0
    if not fits or not np.all(probabilities >= 0):
        raise ValueError("wrong input")
    place = np.minimum((probabilities * n_bins).astype(int), n_bins - 1)
    total = 0.0
    for b in np.unique(place):
        inside = place == b
        total += inside.mean() * abs(probabilities[inside].mean() - labels[inside].mean())
    return total
