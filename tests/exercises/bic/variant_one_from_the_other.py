"""Computes the BIC from the log evidence with the math module; lists of one number."""


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    import math

    names = ("max_log_likelihood", "n_parameters", "n_observations")
    for name, value in zip(names, (max_log_likelihood, n_parameters, n_observations)):
        if value != value:
            raise ValueError(f"{name}: NaN")
    if not n_observations > 0:
        raise ValueError("n_observations: at least one is needed")
    return [max_log_likelihood - n_parameters * math.log(math.sqrt(n_observations))]


def bic(max_log_likelihood, n_parameters, n_observations):
    return [-2 * log_evidence_bic(max_log_likelihood, n_parameters, n_observations)[0]]
