"""expectation: the Monte Carlo estimate of an expected value, and its standard error.

Decides by: estimate and standard error for samples that are given, so nothing is random: three cases worked
out by hand and, hidden, six with random samples in one and three dimensions, against Python's `statistics`.
Both must be right to 2e-6 of themselves; any standard error between those of ddof 0 and ddof 1 passes.

Cannot see: which ddof was used; a loss of digits where the values of f are far larger than their spread, as
none has a mean beyond a few standard deviations; mistakes that powers, indicators and squared lengths as f do
not show.
"""

import numpy as np

from grader.checking import Case, generator, hidden
from grader.checks.expectation import indicator, judge, power, refuses, squared_length


@hidden
def check_hidden(monte_carlo_expectation, oracle, reference, seed):
    """Judge `monte_carlo_expectation` on random samples of several sizes and shapes."""
    rng = generator(seed)
    cases = [
        Case("a function of random samples", (power(3), rng.normal(0.5, 1.0, size=40))),
        Case("a probability", (indicator(0.3), rng.permutation(np.linspace(-1.0, 2.0, 25)))),
        Case("samples in three dimensions", (squared_length(0.5), rng.normal(size=(30, 3)))),
        Case("samples in one dimension, as a column", (squared_length(2.0), rng.normal(size=(12, 1)))),
        Case("two samples only", (power(2), rng.uniform(0.0, 1.0) + np.array([1.0, 3.0]))),
        Case("values far from zero", (power(1), 100.0 + rng.uniform(-60.0, 60.0, size=50))),
    ]
    judge(monte_carlo_expectation, cases, reference, sources=(oracle, reference))
    return "estimate and standard error for samples of several sizes and shapes"


@hidden
def check_errors(monte_carlo_expectation):
    """Judge which bad arguments `monte_carlo_expectation` refuses."""
    refuses(monte_carlo_expectation)
    return "bad arguments are refused with a ValueError that names them"
