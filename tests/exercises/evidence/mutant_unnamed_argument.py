"""Refuses bad samples with a message that does not say which argument is bad.

Named by: The message must contain the argument's name
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    if len(prior_samples) == 0:
        raise ValueError("need at least one sample")
    if np.isnan(prior_samples).any():
        raise ValueError("the input contains NaN")
    ll = log_likelihood(prior_samples)
    m = np.max(ll)
    return m + np.log(np.mean(np.exp(ll - m)))
