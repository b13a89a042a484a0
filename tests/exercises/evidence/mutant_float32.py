"""Keeps the log likelihoods in float32, also where they are thousands of nats.

Named by: Only about seven digits are right, as in float32
"""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.asarray(prior_samples, dtype=float)
    if prior_samples.size == 0:
        raise ValueError("prior_samples is empty")
    if np.isnan(prior_samples).any():
        raise ValueError("prior_samples contains NaN")
    ll = np.asarray(log_likelihood(prior_samples), dtype=np.float32)
    m = ll.max()
    return m + np.log(np.mean(np.exp(ll - m)))
