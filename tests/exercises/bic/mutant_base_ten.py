"""Takes the logarithm of n to base 10.

Named by: The logarithm of n is to base 10
"""


def bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations <= 0:
        raise ValueError("n_observations must be positive")
    return n_parameters * np.log10(n_observations) - 2 * max_log_likelihood
