"""Adds a state only where a proposal is accepted.

Named by: A rejected step repeats the current state: every step adds one to the chain.
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
        if np.log(rng.uniform()) < log_ratio:
            x, log_p = x_new, log_p_new
            accepted += 1
            chain.append(x)
    return np.array(chain), accepted / n_steps
