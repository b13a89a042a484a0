"""Takes the shortest interval that holds the share.

Named by: This is the shortest interval; the central one has equal shares below and above.
"""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    ordered = np.sort(probabilities, axis=0)
    held = int(np.ceil(level * len(ordered)))
    mean, lower, upper = ordered.mean(axis=0), ordered[0].copy(), ordered[-1].copy()
    for n in range(ordered.shape[1]):
        widths = ordered[held - 1 :, n] - ordered[: len(ordered) - held + 1, n]
        first = np.argmin(widths)
        lower[n], upper[n] = ordered[first, n], ordered[first + held - 1, n]
    decision = np.where(mean >= threshold, 1, 0)
    decision[(lower < threshold) & (upper > threshold)] = -1
    return mean, lower, upper, decision
