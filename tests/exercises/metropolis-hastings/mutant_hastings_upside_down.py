"""The Hastings factor is the wrong way round: q(x_new | x) / q(x | x_new).

Named by: Hastings' factor is upside down
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
        log_p_new = log_density(x_new)
        log_a = log_p_new - log_p + log_proposal(x_new, x) - log_proposal(x, x_new)
        if np.log(rng.random()) < log_a:
            x, log_p = x_new, log_p_new
            accepted += 1
        chain[i] = x
    return chain, accepted / n_steps
