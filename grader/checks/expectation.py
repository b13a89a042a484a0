"""expectation: the Monte Carlo estimate of an expected value, and its standard error."""

import math

import numpy as np

from grader.checking import (
    RTOL,
    Bad,
    Case,
    Mistake,
    agreed,
    as_array,
    as_parts,
    call,
    check_cases,
    check_raises,
    name_of,
    visible,
)

NAMES = ("f", "samples")
RETURNS = ("estimate", "standard error")


def power(exponent):
    """Return f(x) = x ** exponent for samples of shape (S,)."""

    def f(x):
        return np.asarray(x, float) ** exponent

    f.__name__ = f"x -> x**{exponent}"
    return f


def indicator(threshold):
    """Return f(x) = 1 where x > threshold, else 0: its expected value is a probability."""

    def f(x):
        return np.asarray(np.asarray(x) > threshold, float)

    f.__name__ = f"x -> 1 if x > {threshold:g} else 0"
    return f


def squared_length(weight):
    """Return f(x) = weight * (x_1**2 + ... + x_D**2) for samples of shape (S, D)."""

    def f(x):
        return weight * np.sum(np.asarray(x, float) ** 2, axis=-1)

    f.__name__ = f"x -> {weight:g} * (x_1**2 + ... + x_D**2)"
    return f


def _mistakes(right):
    """Return the misconceptions; `right` gives the right pair, with ddof 1."""

    def spread(f, x, ddof):
        return float(np.std(f(x), ddof=ddof))

    one_value = [
        Mistake(
            "f is evaluated at the mean of the samples; average the values of f.",
            lambda f, x: (float(f(np.mean(x, axis=0))), right(f, x)[1]),
        ),
        Mistake(
            "f is evaluated at the mean of the samples; average the values of f.",
            lambda f, x: (float(f(np.mean(x, axis=0))), 0.0),
        ),
        Mistake(
            "The values of f are added up; the estimate is their mean.",
            lambda f, x: (float(np.sum(f(x))), right(f, x)[1]),
        ),
        Mistake(
            "The samples are averaged; `f` is left out.", lambda f, x: (float(np.mean(x)), right(f, x)[1])
        ),
        Mistake(
            "The standard error leaves out the mean: it is a root mean square of f over the root of S.",
            lambda f, x: (right(f, x)[0], math.sqrt(np.mean(f(x) ** 2) / len(x))),
        ),
    ]
    by_ddof = [
        (
            "The second value is the standard deviation of f; the mean of S values has a smaller one.",
            lambda f, x, ddof: spread(f, x, ddof),
        ),
        ("The second value is the variance of f.", lambda f, x, ddof: spread(f, x, ddof) ** 2),
        (
            "The second value is the squared standard error: the root is missing.",
            lambda f, x, ddof: spread(f, x, ddof) ** 2 / len(x),
        ),
        (
            "The standard deviation is divided by S; the standard error falls with the root of S.",
            lambda f, x, ddof: spread(f, x, ddof) / len(x),
        ),
        (
            "All numbers in the samples are counted; S counts the samples, which are the first axis.",
            lambda f, x, ddof: spread(f, x, ddof) / math.sqrt(np.size(x)),
        ),
        (
            "The standard error is that of the samples, not of the values of f.",
            lambda f, x, ddof: float(np.std(x, ddof=ddof)) / math.sqrt(len(x)),
        ),
    ]

    def second(rule, ddof):
        return lambda f, x: (right(f, x)[0], rule(f, x, ddof))

    def swapped(ddof):
        return lambda f, x: (right(f, x)[1] * math.sqrt(1 - (1 - ddof) / len(x)), right(f, x)[0])

    order = "The two values come back in the wrong order: estimate first, then standard error."
    return [
        *one_value,
        *(Mistake(says, second(rule, ddof)) for says, rule in by_ddof for ddof in (1, 0)),
        *(Mistake(order, swapped(ddof)) for ddof in (1, 0)),
    ]


def judge(function, cases, right, sources=()):
    """Judge each case; a standard error between those of ddof 0 and 1 counts as the latter."""
    mistakes = _mistakes(right)
    for case in cases:
        expected = case.expected or agreed(case.about, case.args, *sources)
        parts = as_parts(call(function, *case.args, names=NAMES), name_of(function), RETURNS)
        error, largest = as_array(parts[1], name_of(function), RETURNS[1]), expected[1]
        smallest = largest * math.sqrt(1 - 1 / len(case.args[1]))
        if error.size == 1 and smallest * (1 - RTOL) <= error.item() <= largest * (1 + RTOL):
            parts = (parts[0], largest)
        known = Case(case.about, case.args, expected)
        check_cases(_replay(function, parts), [known], RETURNS, names=NAMES, mistakes=mistakes)


def _replay(function, value):
    """Return a function that returns `value` under another function's name."""

    def replay(*args):
        return value

    replay.__name__ = name_of(function)
    return replay


VISIBLE = (
    Case("a mean square", (power(2), np.array([1.0, 2.0, 3.0, 4.0])), (7.5, math.sqrt(129 / 12))),
    Case("a probability", (indicator(0.0), np.array([-1.0, 2.0, 0.5, -0.3, 1.5])), (0.6, math.sqrt(0.06))),
    Case(
        "points in the plane",
        (squared_length(1.0), np.array([[3.0, 4.0], [0.0, 0.0], [1.0, 0.0]])),
        (26 / 3, math.sqrt(1202 / 18)),
    ),
)


# Without spread the standard error is zero for every ddof.
CERTAIN = Case("a certain event", (indicator(0.0), np.array([1.0, 2.0])), (1.0, 0.0))
BAD = (
    Bad("NaN among the samples", (power(2), np.array([1.0, np.nan])), ("samples",)),
    Bad("an empty sample", (power(2), np.array([])), ("samples",)),
)


def refuses(monte_carlo_expectation):
    """Judge which bad arguments `monte_carlo_expectation` refuses."""
    check_raises(monte_carlo_expectation, BAD, CERTAIN, RETURNS, names=NAMES)


def _known(f, samples):
    return next(case.expected for case in VISIBLE if case.args[1] is samples)


@visible
def check(monte_carlo_expectation):
    """Judge `monte_carlo_expectation` on three examples worked out by hand."""
    judge(monte_carlo_expectation, VISIBLE, _known)
    refuses(monte_carlo_expectation)
    return "a mean square, a probability, a mean in the plane, and bad samples are refused"
