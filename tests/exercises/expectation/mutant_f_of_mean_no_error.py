"""Evaluates f at the mean of the samples, and calls the standard error of that one value zero.

Named by: f is evaluated at the mean of the samples
"""


def monte_carlo_expectation(f, samples):
    if len(samples) == 0 or np.isnan(samples).any():
        raise ValueError("samples must hold numbers")
    return float(f(np.mean(samples, axis=0))), 0.0
