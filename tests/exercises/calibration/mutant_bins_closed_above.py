"""Closes the bins above, (lower, upper], as published code does, so that edges go to the bin below and 0 to none.

Named by: A probability of 0 is in no bin here
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
    ece = 0.0
    edges = np.arange(n_bins + 1) / n_bins
    for lower, upper in zip(edges[:-1], edges[1:]):
        inside = (p > lower) & (p <= upper)
        if inside.any():
            ece += inside.mean() * abs(p[inside].mean() - y[inside].mean())
    return float(ece)
