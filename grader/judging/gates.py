"""Tests of random output whose false-fail probability is bounded by construction.

Every gate has at most the probability `ALPHA` of failing a correct function, from an exact distribution or a
finite-sample bound, and enters itself in a ledger, so that the bounds of one submission can be added up.
"""

import contextlib
import math
from contextvars import ContextVar
from dataclasses import dataclass

import numpy as np
from scipy import stats

__all__ = ["ALPHA", "Gate", "binomial", "dkw", "dkw_distance", "ledger"]

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
