"""Averages whatever samples come.

Named by: NaN among the samples is not checked for.
"""


def monte_carlo_expectation(f, samples):
    values = f(samples)
    return np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))
