"""Exponentiates the log likelihoods without taking out the maximum: underflow and overflow.

Named by: exp(log likelihood) underflows to 0 or overflows to infinity
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if len(prior_samples) == 0:
        raise ValueError("prior_samples must not be empty")
    if np.any(np.isnan(prior_samples)):
        raise ValueError("prior_samples must not be NaN")
    ell = np.asarray(log_likelihood(prior_samples), dtype=float)
    with np.errstate(divide="ignore", over="ignore"):
        return float(np.log(np.mean(np.exp(ell))))
