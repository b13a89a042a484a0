"""Which acceptance rule a chain followed: the misconceptions of Metropolis-Hastings, as probabilities.

A rule is a function of five log values: the target here and at the proposal, the proposal's density there and
back, and the target at the initial point.
"""

import numpy as np
from scipy import special, stats

__all__ = ["likely_acceptance", "likely_kept", "likely_transitions", "right"]


def _at_most_one(log_ratio):
    return np.exp(np.minimum(0.0, log_ratio))


def right(here, there, q_there, q_back, first):
    """Return the acceptance probability of Metropolis and Hastings."""
    return _at_most_one(there - here + q_back - q_there)


_NO_HASTINGS = "Hastings' factor is missing: the ratio is p(x')/p(x) times q(x | x')/q(x' | x)."
_INVERTED = (
    "Hastings' factor is upside down: q(x | x') is the numerator; log_proposal takes x_to, then x_from."
)
_ONE_TERM = "Hastings' factor needs the proposal's density in both directions, q(x | x') over q(x' | x)."

RULES = (
    (_NO_HASTINGS, lambda p, p1, q, b, p0: _at_most_one(p1 - p)),
    (_INVERTED, lambda p, p1, q, b, p0: _at_most_one(p1 - p + q - b)),
    (_ONE_TERM, lambda p, p1, q, b, p0: _at_most_one(p1 - p + b)),
    (_ONE_TERM, lambda p, p1, q, b, p0: _at_most_one(p1 - p - q)),
    (_ONE_TERM, lambda p, p1, q, b, p0: _at_most_one(p1 - p + q + b)),
    (
        "Every proposal is accepted: a ratio below one is the probability of accepting; "
        "compare u with the ratio, or log u with the log ratio.",
        lambda p, p1, q, b, p0: np.ones_like(p),
    ),
    (
        "A ratio below one is never accepted: draw u uniformly in [0, 1], accept where u is below the ratio.",
        lambda p, p1, q, b, p0: (p1 - p + b - q >= 0).astype(float),
    ),
    (
        "The ratio is upside down: the proposal's density is the numerator.",
        lambda p, p1, q, b, p0: _at_most_one(p - p1 + b - q),
    ),
    (
        "The ratio is upside down, Hastings' factor too.",
        lambda p, p1, q, b, p0: _at_most_one(p - p1 + q - b),
    ),
    (
        "The comparison is the wrong way round: accept where u is below the ratio, not above it.",
        lambda p, p1, q, b, p0: 1.0 - right(p, p1, q, b, p0),
    ),
    (
        "The comparison is the wrong way round below one: accept where u is below the ratio, not above it.",
        lambda p, p1, q, b, p0: np.where(p1 - p + b - q >= 0, 1.0, 1.0 - right(p, p1, q, b, p0)),
    ),
    (
        "The acceptance is Barker's, ratio / (1 + ratio); Metropolis' is min(1, ratio).",
        lambda p, p1, q, b, p0: 1.0 / (1.0 + np.exp(-(p1 - p + b - q))),
    ),
    (
        "u is compared with the log ratio: compare log u with it.",
        lambda p, p1, q, b, p0: np.clip(p1 - p + b - q, 0.0, 1.0),
    ),
    (
        "The log densities are divided as if they were densities: subtract them.",
        lambda p, p1, q, b, p0: np.clip(p1 / p, 0.0, 1.0),
    ),
    (
        "The densities are subtracted: the ratio of densities is asked for.",
        lambda p, p1, q, b, p0: np.clip(np.exp(p1) - np.exp(p), 0.0, 1.0),
    ),
    (
        "The density at the proposal alone decides: divide it by the density at the current state.",
        lambda p, p1, q, b, p0: _at_most_one(p1 + b - q),
    ),
    (
        "The density of the current state is stale: it is still the initial point's. "
        "Update it whenever a proposal is accepted.",
        lambda p, p1, q, b, p0: _at_most_one(p1 - p0 + b - q),
    ),
    (
        "A ratio below one is accepted with probability 1/2 whatever it is: compare u with the ratio.",
        lambda p, p1, q, b, p0: np.where(p1 - p + b - q >= 0, 1.0, 0.5),
    ),
    (
        "The logarithm of u has another base than the log density: both are natural logarithms.",
        lambda p, p1, q, b, p0: _at_most_one((p1 - p + b - q) * np.log(10.0)),
    ),
    (
        "The logarithm of u has another base than the log density: both are natural logarithms.",
        lambda p, p1, q, b, p0: _at_most_one((p1 - p + b - q) * np.log(2.0)),
    ),
    (
        "u is drawn from a normal distribution: draw it uniformly in [0, 1].",
        lambda p, p1, q, b, p0: 2.0 * special.ndtr(np.exp(p1 - p + b - q)) - 1.0,
    ),
    (
        "u is drawn from a normal distribution: draw it uniformly in [0, 1].",
        lambda p, p1, q, b, p0: special.ndtr(np.exp(p1 - p + b - q)),
    ),
)

_STALE = "After a rejection the refused proposal's density is kept as the current one: keep the old one."
_TWICE = "Two proposals are drawn a step: the one that is tested must be the one that is accepted."


def likely_kept(outcomes):
    """Return the misconception after which no two refusals follow one another, where that is so."""
    refused = sum(int(np.sum(~kind)) for kind in outcomes)
    in_a_row = sum(int(np.sum(~kind[1:] & ~kind[:-1])) for kind in outcomes)
    return _STALE if refused >= 20 and in_a_row == 0 else None


def likely_acceptance(outcomes, here, there, q_there, q_back, first):
    """Return the misconception under which accepted and refused proposals are most likely, or None.

    Parameters
    ----------
    outcomes : list of ndarray of bool
        For each kind of proposal, which trials were accepted, in order.
    here, there, q_there, q_back : ndarray
        The four log values for each kind of proposal.
    first : float
        The log density at the initial point.
    """
    counts = np.array([[kind.sum(), kind.size - kind.sum()] for kind in outcomes])
    with np.errstate(all="ignore"):
        chances = [(says, rule(here, there, q_there, q_back, first)) for says, rule in RULES]
    return _likely(counts, [(says, np.stack([chance, 1.0 - chance], axis=1)) for says, chance in chances])


def likely_transitions(leaves, logs, table):
    """Return the misconception under which the transitions between a few states are most likely, or None.

    Parameters
    ----------
    leaves : list of ndarray of int
        For each state, where each visit led to.
    logs : ndarray of shape (K,)
        The log density of each state.
    table : ndarray of shape (K, K)
        The proposal's probabilities, from a row's state to a column's.
    """
    states = range(len(logs))
    counts = np.array([[np.sum(kind == state) for state in states] for kind in leaves])
    with np.errstate(all="ignore"):
        q = np.log(table)
        values = [(says, rule(logs[:, None], logs[None], q, q.T, logs[0])) for says, rule in RULES]
        values = [(says, np.where(table > 0, np.broadcast_to(a, table.shape), 0.0)) for says, a in values]
        correct = np.where(table > 0, right(logs[:, None], logs[None], q, q.T, 0.0), 0.0)
    laws = [(says, _law(table * a)) for says, a in values]
    laws.append((_TWICE, _law(table * np.sum(table * correct, axis=1, keepdims=True))))
    return _likely(counts, laws)


def _law(moves):
    moves = moves * (1.0 - np.eye(len(moves)))
    return moves + np.diag(1.0 - moves.sum(axis=1))


def _likely(counts, laws):
    """Return the name of the most likely law among those under which no count is too surprising."""
    best, found = -np.inf, None
    trials = counts.sum(axis=1, keepdims=True)
    for says, law in laws:
        if not np.all(np.isfinite(law)):
            continue
        law = np.clip(law, 0.0, 1.0)
        tails = np.minimum(stats.binom.cdf(counts, trials, law), stats.binom.sf(counts - 1, trials, law))
        if np.min(tails) < 1e-4:
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            fit = float(np.sum(np.where(counts > 0, counts * np.log(law), 0.0)))
        if fit > best + 1e-9:
            best, found = fit, says
    return found
