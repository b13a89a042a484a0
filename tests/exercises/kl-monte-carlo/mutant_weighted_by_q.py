"""Weighs each sample by its density q again, although the samples already come from q.

Named by: weighing them with q's density again counts it twice
"""


def kl_monte_carlo(log_q, log_p, samples):
    if len(samples) == 0:
        raise ValueError("samples is empty")
    if torch.isnan(samples).any():
        raise ValueError("samples holds NaN")
    lq, lp = log_q(samples), log_p(samples)
    r = lq - lp
    weights = torch.softmax(lq, dim=0)
    return (weights * r).sum(), r.std(unbiased=False) / np.sqrt(len(r))
