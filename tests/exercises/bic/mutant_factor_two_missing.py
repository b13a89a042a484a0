"""Counts the log likelihood once.

Named by: The log likelihood counts once in the BIC; it counts twice
"""


def bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations <= 0:
        raise ValueError("n_observations must be positive")
    return n_parameters * np.log(n_observations) - max_log_likelihood
