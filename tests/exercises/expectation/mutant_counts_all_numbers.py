"""Divides by samples.size instead of the number of samples, so the error is too small for points with D > 1.

Named by: All numbers in the samples are counted
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if len(samples) == 0:
        raise ValueError("samples must not be empty")
    if np.any(np.isnan(samples)):
        raise ValueError("samples must not be NaN")
    values = np.asarray(f(samples), dtype=float)
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(samples.size))
