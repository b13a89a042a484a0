"""Takes every argument as it comes.

Named by: is not checked for
"""


def kl_monte_carlo(log_q, log_p, samples):
    r = log_q(samples) - log_p(samples)
    return r.mean(), r.std() / np.sqrt(len(r))
