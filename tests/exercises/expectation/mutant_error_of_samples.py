"""Takes the standard error of the samples, not of f.

Named by: The standard error is that of the samples, not of the values of f
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    n = len(samples)
    return np.mean(f(samples)), np.std(samples, ddof=1) / np.sqrt(n)
