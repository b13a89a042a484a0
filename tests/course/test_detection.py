"""What each gate is certain to see is what the checks' modules say it is."""

import ast
import bisect
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, stats

from course_checks import solutions
from grader.checking import ALPHA, binomial, dkw_distance, generator, success_rate
from tools.course.trials import try_implementation

MISS = 1e-4
"""How probable it may be that an error of the stated size passes."""


def prose(module):
    """Return a check module's docstring, in one line."""
    text = (Path(solutions.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    return " ".join(ast.get_docstring(ast.parse(text)).split())


def distance(n, alpha=ALPHA):
    """Return the distance of a distribution from the right one that n draws show with probability 1 - MISS.

    The gate fails beyond the one distance, and the empirical CDF is within the other of the truth.
    """
    return dkw_distance(n, alpha) + dkw_distance(n, MISS)


def distances(exercise, part):
    """Return these distances for the gates that a test cell has, each as often as it is met."""
    (result,) = [r for r in try_implementation(exercise) if r.part == f"{exercise}__{part}"]
    continuous = [gate for gate in result.gates if gate.bound != gate.alpha]
    return [distance(math.log(2 / gate.alpha) / (2 * gate.bound**2), gate.alpha) for gate in continuous]


def shares(n, p, alpha=ALPHA):
    """Return the largest probability below p, and the smallest above, that n trials show like that."""
    counts, middle = range(n + 1), round(n * p)
    fewest = bisect.bisect_left(counts, True, hi=middle, key=lambda k: binomial(k, n, p, alpha).passed)
    beyond = bisect.bisect_left(counts, True, lo=middle, key=lambda k: not binomial(k, n, p, alpha).passed)

    def missed(q):
        law = stats.binom(n, q)
        return law.cdf(beyond - 1) - law.cdf(fewest - 1) - MISS

    return optimize.brentq(missed, 0.0, p), optimize.brentq(missed, p, 1.0)


def rates(p, size):
    """Return the like for a rate over all trials made until `size` successes, of which a half counts."""
    passing = [r for r in np.linspace(0.001, 1.0, 4000) if success_rate(r, size // 2, p, ALPHA / 2).passed]
    successes = size // 2

    def missed(q):
        failures = stats.nbinom(successes, q)
        most, fewest = (successes / rate - successes for rate in (passing[0], passing[-1]))
        return failures.cdf(most) - failures.cdf(np.ceil(fewest) - 1) - MISS

    return optimize.brentq(missed, 0.01, p), optimize.brentq(missed, p, 0.99)


def difference(*trials):
    """Return the largest difference that any of several binomial gates needs; each is (n, p, alpha)."""
    return max(max(p - below, above - p) for n, p, a in trials for below, above in [shares(n, p, a)])


def up(value, digits=2):
    """Return a number as text, rounded up, so that what is stated is seen for certain."""
    return f"{np.ceil(value * 10**digits) / 10**digits:.{digits}f}"


def down(value):
    """Return a number as text, rounded down to two digits."""
    return f"{np.floor(value * 100) / 100:.2f}"


def test_inverse_transform():
    """20,000 draws, which may be pairs, the count in each tail, and 120 samples of one number."""
    told, (below, above) = prose("inverse_transform"), shares(20_000, 0.01)
    many, single, _ = distances("inverse-transform", "sample_hidden")
    assert f"less than {up(many, 3)} away ({up(single)} in samples of size 1)" in told
    assert f"between {down(100 * below)} % and {up(100 * above, 1)} % where 1 % is right" in told


def test_rejection():
    """5,000 samples for the shape and 300 for the uniform law, which may be pairs, and rates."""
    told, found = prose("rejection"), distances("rejection", "hidden")
    assert f"less than {up(min(found))} away ({up(max(found))} where all is uniform)" in told
    below, above = rates(0.375, 5000)
    assert f"between {down(below)} and {up(above)} where 0.375 is right" in told
    below, above = rates(0.25, 400)
    assert f"({down(below)} and {up(above)} where 0.25 is" in told


def test_metropolis_hastings():
    """Last points, moves, ladders at their worst levels, and three states; these are the hidden probes'."""
    told = prose("metropolis_hastings")
    moves, last = distances("metropolis-hastings", "hidden")
    (last_asymmetric,) = distances("metropolis-hastings", "asymmetric")
    assert f"{up(last)} between distribution functions of last points" in told
    assert f"({up(last_asymmetric)} with asymmetric proposals), {up(moves)} of moves" in told
    levels = np.linspace(0.15, 0.25, 21)
    symmetric = [(350, p, ALPHA / 2) for low in levels for p in (low, (low + 0.1) / 0.8)]
    asymmetric = [(200, 0.8, ALPHA / 3), (500, 0.3, ALPHA / 3), (250, 0.6, ALPHA / 3)]
    assert f"{up(difference(*symmetric))} between probabilities of acceptance on symmetric" in told
    assert f"and {up(difference(*asymmetric))} on asymmetric ones" in told
    leaves = ((1100, 0.2), (1100, 0.48), (2100, 0.1), (2100, 0.1), (1700, 0.3), (1700, 0.125))
    transitions = difference(*((n, p, ALPHA / 6) for n, p in leaves))
    assert f"{up(transitions)} between probabilities of transition" in told


def test_train():
    """The noise of two runs of 25 steps, which may be pairs, in the visible and in the hidden cell."""
    worst = max(*distances("train", "visible"), *distances("train", "noise"))
    assert f"less than {up(worst)} away from the normal one" in prose("train")


@pytest.mark.parametrize("shift", [0.05, 0.25])
def test_a_distance_is_seen_as_stated(shift):
    """2,000 draws show a shifted uniform law beyond the distance every time, and below the gate's never."""
    sees, n = distance(500), 500
    draws = np.sort(generator(1).random((2000, n)), axis=1) * (1.0 - shift)  # the CDF is off by `shift`
    ranks = np.arange(n + 1) / n
    off = np.maximum(np.abs(ranks[1:] - draws), np.abs(ranks[:-1] - draws)).max(axis=1)
    assert np.mean(off > dkw_distance(n)) == (1.0 if shift > sees else 0.0)
