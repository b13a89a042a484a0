"""Takes the mean out of the log-sum-exp instead of the maximum, which is -inf as soon as one sample is impossible.

Named by: NaN came back: look for 0/0, inf - inf
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    if len(prior_samples) == 0 or np.isnan(prior_samples).any():
        raise ValueError("prior_samples must hold at least one sample, and no NaN")
    ll = log_likelihood(prior_samples)
    m = np.mean(ll)
    return m + np.log(np.mean(np.exp(ll - m)))
