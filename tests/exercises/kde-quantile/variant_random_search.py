"""Splits each interval at a random place, never the same twice, and stops as soon as the tolerance allows."""


def kde_ppf(p, data, bandwidth):
    p, data = np.asarray(p, dtype=float), np.asarray(data, dtype=float)
    if not np.all(p >= 0):
        raise ValueError("p must hold probabilities")
    if data.size == 0 or np.isnan(data).any():
        raise ValueError("data must hold numbers")
    if not bandwidth > 0:
        raise ValueError("bandwidth must be positive")
    rng = np.random.default_rng()
    found = []
    for probability in p:
        low, high = np.min(data) - 6 * bandwidth, np.max(data) + 6 * bandwidth
        while True:
            x = low + rng.uniform(0.3, 0.7) * (high - low)
            reached = np.mean(special.ndtr((x - data) / bandwidth))
            if abs(reached - probability) < 1.9e-4:
                break
            low, high = (x, high) if reached < probability else (low, x)
        found.append(x)
    return found
