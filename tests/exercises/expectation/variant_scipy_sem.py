"""Uses scipy.stats.sem and returns arrays of one element."""


def monte_carlo_expectation(f, samples):
    if np.size(samples) == 0 or np.isnan(samples).any():
        raise ValueError("samples must be numbers, at least one")
    values = f(samples)
    return np.array([np.average(values)]), np.array([stats.sem(values)])
