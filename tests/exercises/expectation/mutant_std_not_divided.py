"""Returns the standard deviation of f instead of the standard error (no division by sqrt(S)).

Named by: The second value is the standard deviation of f
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.any(np.isnan(samples)):
        raise ValueError("samples must not be NaN")
    values = np.asarray(f(samples), dtype=float)
    return float(values.mean()), float(values.std(ddof=1))
