"""Computes the approximate log evidence of whatever numbers come.

Named by: NaN as log likelihood is not checked for.
"""


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    return max_log_likelihood - 0.5 * n_parameters * np.log(n_observations)
