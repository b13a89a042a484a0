"""Returns the standard error first.

Named by: The two values come back in the wrong order
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    values = f(samples)
    return values.std() / np.sqrt(values.size), values.mean()
