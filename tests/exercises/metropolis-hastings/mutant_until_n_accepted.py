"""Goes on until n_steps proposals were accepted, without the repeats.

Named by: It proposes until one is accepted
"""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = np.array(initial, dtype=float)[()]
    log_p = log_density(x)
    if np.isnan(x).any() or not log_p > -np.inf:
        raise ValueError("initial has no density")
    chain, tries = [], 0
    while len(chain) < n_steps:
        tries += 1
        x_new = propose(x, rng)
        log_p_new = log_density(x_new)
        log_ratio = log_p_new - log_p + log_proposal(x, x_new) - log_proposal(x_new, x)
        if np.log(rng.uniform()) < log_ratio:
            x, log_p = x_new, log_p_new
            chain.append(x)
    return np.array(chain), n_steps / tries
