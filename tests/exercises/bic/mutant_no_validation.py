"""Computes the BIC of whatever numbers come.

Named by: NaN as log likelihood is not checked for.
"""


def bic(max_log_likelihood, n_parameters, n_observations):
    return -2 * max_log_likelihood + n_parameters * np.log(n_observations)
