"""Returns half the BIC with its sign.

Named by: The sign is wrong: this is plus half the BIC
"""


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations <= 0:
        raise ValueError("n_observations must be positive")
    return (-2 * max_log_likelihood + n_parameters * np.log(n_observations)) / 2
