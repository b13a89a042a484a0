"""Removes samples with log likelihood -inf before averaging, so they do not count in S.

Named by: Samples of likelihood zero were left out of the mean
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if len(prior_samples) == 0:
        raise ValueError("prior_samples must not be empty")
    if np.any(np.isnan(prior_samples)):
        raise ValueError("prior_samples must not be NaN")
    ell = np.asarray(log_likelihood(prior_samples), dtype=float)
    ell = ell[np.isfinite(ell)]
    return float(special.logsumexp(ell) - np.log(len(ell)))
