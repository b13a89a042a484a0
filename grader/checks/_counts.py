"""Gates on counts whose number of trials depends on the outcomes.

Successes over *all* trials of a run are not binomial: a run that stops, or leaves a state, after a success
counts successes too often. Both gates below hold for every such rule.
"""

import math

import numpy as np
from scipy import special

from grader.judging import ALPHA, Gate, binomial
from grader.judging.gates import _enter

__all__ = ["first_trials", "success_rate"]


def first_trials(outcomes, m, probability, alpha=ALPHA):
    """Compare the first `m` trials of one kind, in order, with Binomial(m, probability).

    `m` is fixed beforehand. Where a run made fewer trials, the missing ones may come out as they like: the
    gate passes where some outcome of them would, so it fails a correct function no oftener than with all `m`.

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

    With s successes and f failures, the Beta(1, 1) mixture M = B(1 + s, 1 + f) / (p^s (1 - p)^f) of
    likelihood ratios is a martingale with mean one, so P(M >= 1 / alpha at any time) <= alpha, whenever one
    stops (Ville's inequality). It holds for trials in pairs that depend on each other where half as many are
    counted. Along s : f = rate : 1 - rate, log M is convex and starts from zero: a rate that is refused at a
    number of successes is refused at every larger one.

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
