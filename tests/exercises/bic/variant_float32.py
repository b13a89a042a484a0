"""Works in float32 and refuses negative numbers of parameters, too."""


def bic(max_log_likelihood, n_parameters, n_observations):
    return np.float32(-2) * log_evidence_bic(max_log_likelihood, n_parameters, n_observations)


def log_evidence_bic(max_log_likelihood, n_parameters, n_observations):
    if np.isnan(max_log_likelihood):
        raise ValueError("max_log_likelihood must be a number")
    if not n_parameters >= 0:
        raise ValueError(f"n_parameters must be a whole number of at least 0, not {n_parameters}")
    if not n_observations >= 1:
        raise ValueError(f"n_observations must be a whole number of at least 1, not {n_observations}")
    penalty = np.float32(0.5) * np.float32(n_parameters) * np.log(np.float32(n_observations))
    return np.float32(max_log_likelihood) - penalty
