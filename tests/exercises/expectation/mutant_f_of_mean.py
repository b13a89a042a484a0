"""Evaluates f once, at the mean of the samples.

Named by: f is evaluated at the mean of the samples
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    values = f(samples)
    estimate = f(np.mean(samples, axis=0))
    return estimate, np.std(values, ddof=1) / np.sqrt(len(values))
