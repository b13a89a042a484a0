"""confidence: mean, central interval and a decision that may be `unsure`.

Decides by: mean and interval by hand and, hidden, on eight random tables against interpolation between
ordered rows, to 2e-6 of the largest; decisions exactly, on these tables and where mean or interval touch the
threshold. Decisions are judged apart: a wrong mean or interval beside a right decision does not cost it.

Cannot see: a decision where the mean or an end of the interval is within rounding of the threshold, apart
from the exact ties that are tried; levels outside 0.1 to 0.9.
"""

import numpy as np

from grader.checking import Case, generator, hidden
from grader.checks._confidence_mistakes import DECISION, INTERVAL, MEAN
from grader.checks.confidence import judge, refuses


@hidden
def check_interval(classify, oracle, reference, seed):
    """Judge mean and interval on random tables."""
    judge(classify, _random_cases(seed), (MEAN, INTERVAL), sources=(oracle, reference))
    return "mean and interval for other numbers of rows, levels and shapes of the spread"


@hidden
def check_decision(classify, oracle, reference, seed):
    """Judge decisions on random tables and on a mean equal to the threshold."""
    equal = Case("rows that all equal the threshold", (np.full((4, 2), 0.75), 0.9, 0.75))
    judge(classify, [*_random_cases(seed), equal], (DECISION,), sources=(oracle, reference))
    return "decisions for other levels and thresholds"


@hidden
def check_errors(classify):
    """Judge which bad arguments `classify` refuses."""
    refuses(classify)
    return "bad arguments are refused with a ValueError that names them"


def _random_cases(seed):
    rng = generator(seed)
    outliers = rng.uniform(0.51, 0.6, (9, 4)) - 0.5 * (np.arange(9) < 2)[:, None]
    centred = rng.uniform(0.1, 0.9, 30)
    return [
        Case("a random table", (rng.random((7, 5)), 0.6, 0.5)),
        Case("outliers far from the other rows", (outliers, 0.5, 0.5)),
        Case("many rows and messages", (rng.beta(6 * centred, 6 - 6 * centred, (101, 30)), 0.9, 0.5)),
        Case("skewed rows", (rng.beta(0.5, 2.0, (40, 6)), 0.75, 0.3)),
        Case("a high threshold", (rng.beta(5.0, 2.0, (24, 8)), 0.5, 0.7)),
        Case("a low level", (rng.beta(3.0, 3.0, (33, 40)), 0.1, 0.5)),
        Case("one row", (rng.random((1, 4)), 0.9, 0.5)),
        Case("one message", (rng.random((12, 1)), 0.8, 0.4)),
    ]
