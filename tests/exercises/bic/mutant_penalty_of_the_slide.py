"""Uses the formula printed on the slide, -2 log L + k; log_evidence_bic is right.

Named by: The penalty is k without log n
"""


def bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations < 1:
        raise ValueError("n_observations must be at least 1")
    return -2 * max_log_likelihood + n_parameters


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood is NaN")
    if np.isnan(n_parameters):
        raise ValueError("n_parameters is NaN")
    if np.isnan(n_observations) or n_observations < 1:
        raise ValueError("n_observations must be at least 1")
    return max_log_likelihood - n_parameters / 2 * np.log(n_observations)
