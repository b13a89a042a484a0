"""Tests of random output whose false-fail probability is bounded by construction.

Every gate has at most the probability `ALPHA` of failing a correct function, from an exact distribution or a
finite-sample bound, and enters itself in a ledger, so that the bounds of one submission can be added up.
"""

import contextlib
import math
from contextvars import ContextVar
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

__all__ = ["ALPHA", "Gate", "binomial", "dkw", "dkw_distance", "first_trials", "ledger", "success_rate"]

ALPHA = 1e-8

_ledger = ContextVar("ledger", default=None)


@dataclass(frozen=True)
class Gate:
    """The outcome of a gate.

    Attributes
    ----------
    passed : bool
        Whether the observed value is inside the bound.
    observed, bound : float
        The statistic and the largest value that passes.
    alpha : float
        The probability, at most, of failing a correct function.
    """

    passed: bool
    observed: float
    bound: float
    alpha: float


@contextlib.contextmanager
def ledger():
    """Collect the gates that are met inside the block, as a list of `Gate`."""
    gates = []
    token = _ledger.set(gates)
    try:
        yield gates
    finally:
        _ledger.reset(token)


def _enter(gate):
    gates = _ledger.get()
    if gates is not None:
        gates.append(gate)
    return gate


def dkw_distance(n, alpha=ALPHA):
    """Return the distance that the empirical CDF of `n` independent draws exceeds with probability <= alpha.

    Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant: P(D > d) <= 2 exp(-2 n d^2)
    (Massart 1990, Annals of Probability 18, 1269-1283).
    """
    return math.sqrt(math.log(2 / alpha) / (2 * n))


def dkw(draws, cdf, alpha=ALPHA, effective=None):
    """Compare independent draws with a distribution by the largest distance between their CDFs.

    Parameters
    ----------
    draws : array_like of shape (n,)
        The draws.
    cdf : callable
        The distribution function they should have, vectorised; right-continuous where it jumps.
    alpha : float
        Bound of the false-fail probability.
    effective : int, optional
        The number of independent draws to count with, where the draws may be paired.

    Returns
    -------
    Gate
        `observed` is the distance, a number between 0 and 1.
    """
    ordered = np.sort(np.asarray(draws, dtype=float))
    n = ordered.size
    points, first = np.unique(ordered, return_index=True)
    last = np.append(first[1:], n)
    at, below = cdf(points), cdf(np.nextafter(points, -np.inf))
    distance = float(np.max(np.maximum(np.abs(last / n - at), np.abs(first / n - below))))
    bound = dkw_distance(effective or n, alpha)
    return _enter(Gate(bool(distance <= bound), distance, bound, alpha))


def binomial(count, n, probability, alpha=ALPHA):
    """Compare a count with the binomial distribution it should have, two-sided.

    Returns
    -------
    Gate
        `observed` is twice the smaller tail's probability, `bound` is alpha; a smaller observed value fails.
    """
    law = stats.binom(n, probability)
    tail = min(1.0, 2 * min(law.cdf(count), law.sf(count - 1)))
    return _enter(Gate(bool(tail >= alpha), float(tail), alpha, alpha))


def first_trials(outcomes, m, probability, alpha=ALPHA):
    """Compare the first `m` trials of one kind, in order, with Binomial(m, probability).

    Successes over *all* trials are not binomial where a run leaves after a success: it counts successes too
    often. Here `m` is fixed beforehand. Where a run made fewer trials, the missing ones may come out as they
    like: the gate passes where some outcome of them would, so it fails a correct function no oftener than
    with all `m`.

    Parameters
    ----------
    outcomes : array_like of bool
        The outcome of each trial of this kind, in the order in which they were made.
    m : int
        How many count.
    probability : float
        The probability of success of each, given everything before it.
    alpha : float
        Bound of the false-fail probability.
    """
    seen = np.asarray(outcomes, bool)[:m]
    count = int(seen.sum())
    kindest = min(max(round(m * probability), count), count + m - seen.size)
    return binomial(kindest, m, probability, alpha)


def success_rate(rate, successes, probability, alpha=ALPHA):
    """Compare a rate of success over all trials made, however many, with the probability of success.

    Such a run may stop after a success, so that its count is not binomial. With s successes and
    f failures, the Beta(1, 1) mixture M = B(1 + s, 1 + f) / (p^s (1 - p)^f) of likelihood ratios is a
    martingale with mean one, so P(M >= 1 / alpha at any time) <= alpha, whenever one stops (Ville's
    inequality). It holds for trials in pairs that depend on each other where half as many are counted. Along
    s : f = rate : 1 - rate, log M is convex and starts from zero: a rate that is refused at a number of
    successes is refused at every larger one.

    Parameters
    ----------
    rate : float
        The reported rate, in (0, 1].
    successes : int
        A number of successes that was reached for certain.
    probability : float
        The probability of success of each trial.
    alpha : float
        Bound of the false-fail probability.

    Returns
    -------
    Gate
        `observed` is 1 / M; the gate passes where it is at least `alpha`.
    """
    if not 0.0 < rate <= 1.0:
        return _enter(Gate(False, 0.0, alpha, alpha))
    failures = successes / rate - successes
    evidence = special.betaln(1 + successes, 1 + failures)
    evidence -= successes * math.log(probability) + failures * math.log1p(-probability)
    observed = math.exp(-max(evidence, 0.0))
    return _enter(Gate(observed >= alpha, observed, alpha, alpha))
