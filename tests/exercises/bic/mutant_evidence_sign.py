"""log_evidence_bic adds the penalty instead of subtracting it; bic is right.

Named by: The penalty has the wrong sign: more parameters, less evidence
"""


def bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations < 1:
        raise ValueError("n_observations must be at least 1")
    return -2 * max_log_likelihood + n_parameters * np.log(n_observations)


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations < 1:
        raise ValueError("n_observations must be at least 1")
    return max_log_likelihood + n_parameters / 2 * np.log(n_observations)
