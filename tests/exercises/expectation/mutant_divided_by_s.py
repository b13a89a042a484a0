"""Divides the standard deviation by S, not by its root.

Named by: The standard deviation is divided by S
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    values = f(samples)
    return np.mean(values), np.std(values, ddof=1) / len(values)
