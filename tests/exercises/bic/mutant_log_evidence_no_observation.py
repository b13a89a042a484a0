"""Refuses NaN but takes an empty sample, for which log n is minus infinity.

Named by: An empty sample is not checked for.
"""


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations):
        raise ValueError("n_observations is NaN")
    return max_log_likelihood - n_parameters * np.log(n_observations) / 2
