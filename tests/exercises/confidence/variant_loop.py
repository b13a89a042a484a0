"""Loops over messages, interpolates by hand, returns lists."""


def classify(probabilities, level, threshold=0.5):
    probabilities = np.asarray(probabilities)
    if probabilities.shape[0] == 0:
        raise ValueError("probabilities must have rows")
    if np.isnan(probabilities).any() or (probabilities < 0).any():
        raise ValueError("probabilities must be numbers from 0 to 1")
    means, lowers, uppers, decisions = [], [], [], []
    for column in probabilities.T:
        ordered = sorted(float(value) for value in column)
        ends = []
        for share in ((1 - level) / 2, (1 + level) / 2):
            place = share * (len(ordered) - 1)
            below = int(place)
            above = min(below + 1, len(ordered) - 1)
            ends.append(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
        mean = sum(ordered) / len(ordered)
        means.append(mean)
        lowers.append(ends[0])
        uppers.append(ends[1])
        decisions.append(-1 if ends[0] < threshold < ends[1] else int(mean >= threshold))
    return means, lowers, uppers, decisions
