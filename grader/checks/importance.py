"""importance: two importance-sampling estimators and Kish's effective sample size."""

from dataclasses import replace

import numpy as np

from grader.checking import Bad, Case, agreed, check_cases, check_raises, visible
from grader.checks._importance_mistakes import mistakes

NAMES = ("f", "log_target", "log_proposal", "samples", "self_normalize")
RETURNS = ("estimate", "effective_sample_size")


def _named(function, name, offset=0.0):
    # The name stands for the function where a message tells what was called with.
    function.__name__ = f"{name} {offset:+.3g}" if offset else name
    return function


def log_table(probabilities, offset=0.0):
    """Return the logarithm of a probability table over 0, 1, 2, ..., plus a constant."""
    table = np.log(np.asarray(probabilities)) + offset

    def log_probability(z):
        return table[np.asarray(z).astype(int)]

    return _named(log_probability, f"log of {tuple(probabilities)}", offset)


def log_normal(loc, scale, offset=0.0):
    """Return the log density of a normal distribution, summed over the second axis, plus a constant."""

    def log_density(z):
        each = -0.5 * ((np.asarray(z) - loc) / scale) ** 2 - np.log(scale) - 0.5 * np.log(2 * np.pi)
        return offset + (each.sum(axis=1) if each.ndim == 2 else each)

    return _named(log_density, f"log of N({loc:.3g}, {scale:.3g}^2)", offset)


def log_exponential(mean, offset=0.0):
    """Return the log density of an exponential distribution, -inf below zero, plus a constant."""

    def log_density(z):
        z = np.asarray(z)
        return np.where(z >= 0, offset - z / mean - np.log(mean), -np.inf)

    return _named(log_density, f"log of Exp({mean:.3g})", offset)


def square():
    """Return the squared length of each sample."""

    def squared_length(z):
        z = np.asarray(z)
        return (z**2).sum(axis=1) if z.ndim == 2 else z**2

    return _named(squared_length, "z^2")


def total(offset):
    """Return the sum of each sample's components, plus a constant: it has both signs."""

    def sum_of_components(z):
        z = np.asarray(z)
        return (z.sum(axis=1) if z.ndim == 2 else z) + offset

    return _named(sum_of_components, "z", offset)


def judge(function, cases, sources=()):
    """Judge a function on cases, against the oracle where a case has no expected value."""
    for case in cases:
        if case.expected is None:
            case = replace(case, expected=agreed(case.about, case.args, *sources))
        check_cases(
            function,
            [case],
            RETURNS,
            names=NAMES,
            mistakes=mistakes(*case.expected, case.args[-1]),
            atol=0.0,
        )


# A target of (0.1, 0.2, 0.3, 0.4) under a uniform proposal has the weights (0.4, 0.8, 1.2, 1.6).
TARGET, UNIFORM = (0.1, 0.2, 0.3, 0.4), (0.25, 0.25, 0.25, 0.25)
DRAWN = np.array([1.0, 1.0, 3.0, 2.0, 3.0])
PLAIN = Case(
    "four values, a normalised target",
    (square(), log_table(TARGET), log_table(UNIFORM), DRAWN, False),
    (7.04, 225 / 49),
)
PLANE = np.array([[0.3, 1.0], [np.nan, 0.2]])
DENSITIES = (square(), log_normal(0.0, 1.0), log_normal(0.0, 2.0))
BAD = (
    Bad("NaN among the samples", (*DENSITIES, np.array([0.3, np.nan]), False), ("samples",)),
    Bad("NaN in one coordinate", (*DENSITIES, PLANE, True), ("samples",)),
    Bad("an empty sample", (*DENSITIES, np.array([]), False), ("samples",)),
    Bad("an empty sample, self-normalised", (*DENSITIES, np.empty((0, 2)), True), ("samples",)),
)


def refuses(importance_estimate):
    """Judge which bad arguments `importance_estimate` refuses."""
    check_raises(importance_estimate, BAD, PLAIN, RETURNS, names=NAMES)


@visible
def check(importance_estimate):
    """Judge `importance_estimate` on four values."""
    unnormalised = log_table(TARGET, np.log(5.0))
    above, below = log_table(TARGET, 800.0), log_table(TARGET, -800.0)
    uniform, f = log_table(UNIFORM), square()
    tiny = (log_table(TARGET, -800.0), log_table(UNIFORM, -800.0))
    every = np.array([0.0, 1.0, 2.0, 3.0])
    cases = [
        PLAIN,
        Case("four values, self-normalised", (f, unnormalised, uniform, DRAWN, True), (88 / 15, 225 / 49)),
        Case("each value once, which is exact", (f, log_table(TARGET), uniform, every, False), (5.0, 10 / 3)),
        Case(
            "an f with both signs", (total(-2.0), log_table(TARGET), uniform, DRAWN, False), (0.32, 225 / 49)
        ),
        Case("densities of e^-800, as in many dimensions", (f, *tiny, DRAWN, False), (7.04, 225 / 49)),
        Case("a target known up to a factor, e^800", (f, above, uniform, DRAWN, True), (88 / 15, 225 / 49)),
        Case("a target known up to a factor, e^-800", (f, below, uniform, DRAWN, True), (88 / 15, 225 / 49)),
    ]
    judge(importance_estimate, cases)
    refuses(importance_estimate)
    return "both estimates and the effective sample size for four values, and bad samples are refused"
