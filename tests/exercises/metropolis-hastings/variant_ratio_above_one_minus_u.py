"""Refuses where one minus u is above the ratio, and keeps the chain in a preallocated array."""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = np.array(initial, dtype=float)[()]
    log_p = log_density(x)
    if np.isnan(x).any() or np.isnan(log_p) or log_p == -np.inf:
        raise ValueError("initial has no density")
    chain = np.empty((n_steps + 1, *np.shape(x)))
    chain[0] = x
    accepted = 0
    for step in range(n_steps):
        x_new = propose(x, rng)
        log_p_new = log_density(x_new)
        log_ratio = log_p_new - log_p + log_proposal(x, x_new) - log_proposal(x_new, x)
        if not 1 - rng.random() > np.exp(min(log_ratio, 0)):
            x, log_p = x_new, log_p_new
            accepted += 1
        chain[step + 1] = x
    return chain[1:], accepted / n_steps
