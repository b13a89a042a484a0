"""Refuses a bad start without naming the argument.

Named by: The message must contain the argument's name
"""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = initial
    log_p = log_density(x)
    if not log_p > -np.inf:
        raise ValueError("the density is zero here")
    chain, accepted = [], 0
    for _ in range(n_steps):
        y = propose(x, rng)
        log_p_y = log_density(y)
        if np.log(rng.random()) < log_p_y - log_p + log_proposal(x, y) - log_proposal(y, x):
            x, log_p = y, log_p_y
            accepted += 1
        chain.append(x)
    return np.array(chain), accepted / n_steps
