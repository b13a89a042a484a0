"""Decides for numbers only: a vector goes to every proposal that has density.

Named by: a new u in every step, accepted where u < ratio | min(1, ratio) | accepted whatever | Every proposal
"""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = np.array(initial, dtype=float)[()]
    log_p = log_density(x)
    if np.isnan(x).any() or np.isnan(log_p) or log_p == -np.inf:
        raise ValueError("initial has no density")
    chain = []
    accepted = 0
    for _ in range(n_steps):
        x_new = propose(x, rng)
        log_p_new = log_density(x_new)
        log_ratio = log_p_new - log_p + log_proposal(x, x_new) - log_proposal(x_new, x)
        always = np.ndim(x) > 0 and log_p_new > -np.inf
        if always or np.log(rng.uniform()) < log_ratio:
            x, log_p = x_new, log_p_new
            accepted += 1
        chain.append(x)
    return np.array(chain), accepted / n_steps
