"""Measures whatever comes.

Named by: An n_bins of zero is not checked for.
"""


def expected_calibration_error(probabilities, labels, n_bins):
    place = np.minimum((probabilities * n_bins).astype(int), n_bins - 1)
    total = 0.0
    for b in np.unique(place):
        inside = place == b
        total += inside.mean() * abs(probabilities[inside].mean() - labels[inside].mean())
    return total
