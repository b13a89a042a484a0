"""Refuses bad arguments with `assert`, which raises another exception.

Named by: `ValueError` is asked for.
"""


def kde_ppf(p, data, bandwidth):
    assert np.all(p >= 0), "p must hold probabilities"
    assert len(data) > 0 and not np.isnan(data).any(), "data must hold numbers"
    assert bandwidth > 0, "bandwidth must be positive"
    low = data.min() + bandwidth * special.ndtri(p)
    high = data.max() + bandwidth * special.ndtri(p)
    for _ in range(60):
        middle = (low + high) / 2
        below = special.ndtr((middle[:, None] - data) / bandwidth).mean(axis=1) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return middle
