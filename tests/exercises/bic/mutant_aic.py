"""Uses the penalty 2k of the AIC in both functions instead of k log n.

Named by: This is Akaike's criterion | The penalty is Akaike's
"""


def bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations < 1:
        raise ValueError("n_observations must be at least 1")
    return -2 * max_log_likelihood + 2 * n_parameters


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations < 1:
        raise ValueError("n_observations must be at least 1")
    return max_log_likelihood - n_parameters
