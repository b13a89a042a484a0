"""kde-quantile: quantiles of a Gaussian kernel density estimate, judged by the probability they reach."""

import numpy as np
from scipy import stats

from grader.checking import (
    Bad,
    Case,
    CheckError,
    CheckFailed,
    arguments,
    as_array,
    call,
    check_raises,
    fail,
    name_of,
    show,
    visible,
)
from grader.checks._kde_quantile_mistakes import misconception, roughness

NAMES = ("p", "data", "bandwidth")
TOLERANCE = 2e-4
"""How far the probability that a quantile reaches may be from the one that was asked for."""


SMALL = Case(
    "probabilities in any order, inside and outside the range of the data",
    (np.array([0.5, 0.9, 0.02, 0.3, 0.99]), np.array([1.0, 1.5, 3.0, 7.0]), 0.8),
)
P, DATA = np.array([0.2, 0.6]), np.array([-1.0, 0.5, 2.0])
BAD = (
    Bad("a bandwidth of zero", (P, DATA, 0.0), ("bandwidth",)),
    Bad("a negative bandwidth", (P, DATA, -0.5), ("bandwidth",)),
    Bad("a bandwidth of NaN", (P, DATA, np.nan), ("bandwidth",)),
    Bad("NaN in the data", (P, np.array([-1.0, np.nan, 2.0]), 0.5), ("data",)),
    Bad("empty data", (P, np.array([]), 0.5), ("data",)),
    Bad("a negative probability", (np.array([0.2, -0.6]), DATA, 0.5), ("p",)),
    Bad("NaN among the probabilities", (np.array([0.2, np.nan]), DATA, 0.5), ("p",)),
)


def refuses(kde_ppf):
    """Judge which bad arguments `kde_ppf` refuses."""
    # A good call is judged before, by the probabilities that it reaches.
    check_raises(kde_ppf, BAD, names=NAMES)


def reached_probability(x, data, bandwidth):
    """Return the probability up to each point under a kernel density estimate, by SciPy."""
    estimate = stats.gaussian_kde(data, bw_method=bandwidth / np.std(data, ddof=1))
    return np.array([estimate.integrate_box_1d(-np.inf, value) for value in x])


@visible
def check(kde_ppf):
    """Judge `kde_ppf` on small data sets at three scales."""
    p, small, bandwidth = SMALL.args
    cases = [
        SMALL,
        Case("data on a small scale", (p, 0.5 + small / 1000, bandwidth / 1000)),
        Case("data on a large scale", (p, 1000 * small - 5000, 1000 * bandwidth)),
        Case("two groups far apart", (p, np.array([-30.0, -29.0, -28.5, 40.0, 41.5]), 0.2)),
        Case("far out in the tails", (np.array([0.3, 0.0005, 0.9995]), np.array([2.0, 2.2]), 0.8)),
    ]
    judge(kde_ppf, cases, reached_probability)
    refuses(kde_ppf)
    return "quantiles of small data sets at three scales, and bad arguments are refused"


def judge(function, cases, reached, reference=None):
    """Judge a function on cases, against the oracle where a case has no expected value."""
    title = name_of(function)
    for case in cases:
        p, data, bandwidth = case.args
        if reference is not None:
            miss = np.max(np.abs(reached(reference(*case.args), data, bandwidth) - p))
            if miss > 1e-9:
                raise CheckError(f"{case.about}: the reference misses the oracle by {miss}")
        x = as_array(_call(function, case), title, "the quantiles")
        details = {"given": arguments(NAMES, case.args)}
        if x.shape != p.shape:
            fail(
                title,
                case.about,
                **details,
                expected=f"shape {p.shape}, one quantile for each p",
                returned=f"shape {x.shape}",
                cause="One quantile came back for several p." if x.size == 1 else None,
            )
        if not np.isfinite(x).all():
            cause = "The search left the data: a Newton step divides by a density that is almost zero."
            fail(title, case.about, **details, returned=show(x), cause=cause)
        got = reached(x, data, bandwidth)
        if np.max(np.abs(got - p)) > TOLERANCE:
            fail(
                title,
                case.about,
                **details,
                expected=f"CDF at the quantiles: {show(p)}",
                returned=f"quantiles {show(x)}, where the CDF is {show(got)}",
                cause=misconception(x, got, reached, *case.args, TOLERANCE)
                or roughness(function, reached, *case.args, TOLERANCE),
            )


def _call(function, case):
    try:
        return call(function, *case.args, names=NAMES)
    except CheckFailed as failed:
        if failed.cause is None and "truth value" in str(failed.raised):
            failed.cause = "The search is written for a single p: p is an array, each needs its own interval."
        elif failed.cause is None and "NaN" in str(failed.raised):
            failed.cause = "The search came to NaN: a Newton step divides by a density that is almost zero."
        raise
