"""Shifts by a running maximum, block by block."""


def log_evidence_monte_carlo(log_likelihood, prior_samples):
    prior_samples = np.array(prior_samples)
    if not len(prior_samples):
        raise ValueError("prior_samples: no sample")
    if np.isnan(prior_samples).sum() > 0:
        raise ValueError("prior_samples: NaN")
    shift, total = -np.inf, 0.0
    for block in np.array_split(prior_samples, -(-len(prior_samples) // 7)):
        values = log_likelihood(block)
        higher = max(shift, values.max())
        if np.isfinite(higher):
            total = total * np.exp(shift - higher) + np.exp(values - higher).sum()
            shift = higher
    return float(shift + np.log(total / len(prior_samples)))
