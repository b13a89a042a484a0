"""Leaves the mean out of the variance: the root mean square over the root of S.

Named by: The standard error leaves out the mean: it is a root mean square of f
"""


def monte_carlo_expectation(f, samples):
    samples = np.asarray(samples, dtype=float)
    if samples.size == 0:
        raise ValueError("samples is empty")
    if np.isnan(samples).any():
        raise ValueError("samples contains NaN")
    values = f(samples)
    n = values.shape[0]
    return values.sum() / n, np.sqrt((values**2).sum() / n) / np.sqrt(n)
