"""Proposes with one child that is spawned from rng, and decides with another one."""


def metropolis_hastings(log_density, propose, log_proposal, initial, n_steps, rng):
    x = np.array(initial, dtype=float)[()]
    log_p = log_density(x)
    if np.isnan(x).any() or np.isnan(log_p) or log_p == -np.inf:
        raise ValueError("initial has no density")
    to_propose, to_decide = (np.random.default_rng(seeds) for seeds in rng.bit_generator.seed_seq.spawn(2))
    chain = []
    accepted = 0
    for _ in range(n_steps):
        x_new = propose(x, to_propose)
        log_p_new = log_density(x_new)
        log_ratio = log_p_new - log_p + log_proposal(x, x_new) - log_proposal(x_new, x)
        if np.log(to_decide.uniform()) < log_ratio:
            x, log_p = x_new, log_p_new
            accepted += 1
        chain.append(x)
    return np.array(chain), accepted / n_steps
