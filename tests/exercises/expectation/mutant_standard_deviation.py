"""Returns the standard deviation of f in place of the standard error.

Named by: The second value is the standard deviation of f
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    values = f(samples)
    return np.mean(values), np.std(values)
