"""Starts from wherever it is told to.

Named by: An initial point without density is not checked for.
"""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = initial
    log_p = log_density(x)
    chain, accepted = [], 0
    for _ in range(n_steps):
        y = propose(x, rng)
        log_p_y = log_density(y)
        if np.log(rng.random()) < log_p_y - log_p + log_proposal(x, y) - log_proposal(y, x):
            x, log_p = y, log_p_y
            accepted += 1
        chain.append(x)
    return np.array(chain), accepted / n_steps
