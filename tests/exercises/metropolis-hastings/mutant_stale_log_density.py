"""Does not update the log density of the current point after an acceptance, so all ratios are taken with that of the start.

Named by: The density of the current state is stale
"""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = np.array(initial, dtype=float)
    if np.any(np.isnan(x)):
        raise ValueError("initial must not hold NaN")
    log_p = log_density(x)
    if log_p == -np.inf:
        raise ValueError("the target has no density at initial")
    chain = np.empty((n_steps,) + x.shape)
    accepted = 0
    for i in range(n_steps):
        x_new = propose(x, rng)
        log_a = log_density(x_new) - log_p + log_proposal(x, x_new) - log_proposal(x_new, x)
        if np.log(rng.random()) < log_a:
            x = x_new
            accepted += 1
        chain[i] = x
    return chain, accepted / n_steps
