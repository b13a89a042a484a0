"""Forgets the root: returns the variance of the estimate.

Named by: The second value is the squared standard error: the root is missing
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    values = f(samples)
    return np.mean(values), np.var(values) / len(values)
