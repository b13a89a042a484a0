"""Goes on proposing until n_steps points are accepted: a rejected step does not repeat the current point.

Named by: It proposes until one is accepted
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
    i = proposals = 0
    while i < n_steps and proposals < 1000 * (n_steps + 1):
        x_new = propose(x, rng)
        log_p_new = log_density(x_new)
        log_a = log_p_new - log_p + log_proposal(x, x_new) - log_proposal(x_new, x)
        proposals += 1
        if np.log(rng.random()) < log_a:
            x, log_p = x_new, log_p_new
            chain[i] = x
            i += 1
    chain[i:] = x
    return chain, i / max(proposals, 1)
