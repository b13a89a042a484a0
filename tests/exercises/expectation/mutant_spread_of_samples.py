"""The standard error is computed from the samples, not from the values of f at the samples.

Named by: The standard error is that of the samples, not of the values of f
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.any(np.isnan(samples)):
        raise ValueError("samples must not be NaN")
    values = np.asarray(f(samples), dtype=float)
    return float(values.mean()), float(samples.std(ddof=1) / np.sqrt(len(samples)))
