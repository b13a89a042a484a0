"""importance: two importance-sampling estimators and Kish's effective sample size.

Decides by: both values for samples that are given, to 2e-6 of themselves, against cases with four values
worked out by hand and, hidden, sixteen against decimals of 28 digits: plain and self-normalised, one, three
and 600 dimensions, log densities off by 800 and 5,000, samples where the target vanishes, a single sample.

Cannot see: an error below 2e-6; a target that vanishes at all samples, which has no right answer.
"""

from dataclasses import replace

import numpy as np

from grader.checking import Bad, Case, agreed, check_cases, check_raises, generator, hidden, visible
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


def _judge(function, cases, sources=()):
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


def _refuses(importance_estimate):
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
    _judge(importance_estimate, cases)
    _refuses(importance_estimate)
    return "both estimates and the effective sample size for four values, and bad samples are refused"


@hidden
def check_hidden(importance_estimate, oracle, reference, seed):
    """Judge `importance_estimate` in one and many dimensions."""
    rng = generator(seed)
    loc, scale, wide = rng.normal(), rng.uniform(0.8, 1.2), rng.uniform(1.5, 2.5)
    line, space = rng.normal(0.0, wide, size=60), rng.normal(0.0, wide, size=(40, 3))
    many = rng.normal(0.0, 1.02, size=(12, 600))
    f, q, constant = square(), log_normal(0.0, wide), rng.uniform(1.0, 3.0)
    target = log_normal(loc, scale)
    cases = [
        Case("one dimension, a normalised target", (f, target, q, line, False)),
        Case("one dimension, a normalised target, self-normalised", (f, target, q, line, True)),
        Case("an f with both signs", (total(1.0 - loc), target, q, line, False)),
        Case("an f with both signs, self-normalised", (total(1.0 - loc), target, q, space, True)),
        Case("an unnormalised target, self-normalised", (f, log_normal(loc, scale, constant), q, line, True)),
        Case("a constant factor of the target", (f, log_normal(loc, scale, constant), q, line, False)),
        Case("a log density far above zero", (f, log_normal(loc, scale, 800.0), q, line[:8], True)),
        Case("a log density far below zero", (f, log_normal(loc, scale, -800.0), q, line[:8], True)),
        Case("a log density of thousands", (f, log_normal(loc, scale, 5000.0), q, line[:8], True)),
        Case("three dimensions", (f, target, q, space, False)),
        Case("three dimensions, self-normalised", (f, target, q, space, True)),
        Case("many dimensions", (f, log_normal(0.0, 1.0), log_normal(0.0, 1.02), many, False)),
        Case("samples where the target vanishes", (f, log_exponential(wide), q, line, False)),
        Case(
            "samples where the target vanishes, self-normalised",
            (f, log_exponential(wide, 1.0), q, line, True),
        ),
        Case("a single sample", (f, target, q, line[:1], False)),
        Case("a single sample, self-normalised", (f, target, q, line[:1], True)),
    ]
    _judge(importance_estimate, cases, (oracle, reference))
    return "both estimates and the effective sample size in one and many dimensions"


@hidden
def check_errors(importance_estimate):
    """Judge which bad arguments `importance_estimate` refuses."""
    _refuses(importance_estimate)
    return "bad arguments are refused with a ValueError that names them"
