"""joint-tables: marginals and conditionals of a joint table of two variables."""

import numpy as np

from grader.checking import (
    Bad,
    Case,
    Mistake,
    arguments,
    check_cases,
    check_raises,
    fail,
    name_of,
    raised_by,
    show,
    visible,
)

MARGINAL_NAMES = ("joint", "axis")
CONDITIONAL_NAMES = ("joint", "given_axis")
MARGINAL, CONDITIONAL = "the marginal", "the conditional"
MARGINAL_MISTAKES = (
    Mistake(
        "The other variable is summed out: `axis` names the one that disappears, 0 or 1.",
        lambda j, a: np.sum(j, axis=1 - a),
    ),
    Mistake("The table is averaged along `axis`; the sum rule adds.", lambda j, a: np.mean(j, axis=a)),
    Mistake("The whole table is summed; only `axis` is to disappear.", lambda j, a: np.sum(j)),
    Mistake(
        "The axis that is summed out still stands there with length one (`keepdims`).",
        lambda j, a: np.sum(j, axis=a, keepdims=True),
    ),
    Mistake("The largest cell along `axis` comes back, not the sum.", lambda j, a: np.max(j, axis=a)),
    Mistake("The table itself comes back: nothing is summed out.", lambda j, a: j),
)


def _by_given(j, a):
    # What division gives without `keepdims`: the marginal lies along the last axis.
    return j / np.sum(j, axis=1 - a)


CONDITIONAL_MISTAKES = (
    Mistake(
        "This is the other conditional: divide by the marginal of the variable on `given_axis`, "
        "for which the other axis is summed out.",
        lambda j, a: j / np.sum(j, axis=a, keepdims=True),
    ),
    Mistake(
        "The marginal lies along the wrong axis of the table in the division: sum with `keepdims=True`.",
        _by_given,
    ),
    Mistake(
        "The table is divided by its total, so it is still the joint: each given value has its own divisor.",
        lambda j, a: j / np.sum(j),
    ),
    Mistake(
        "The marginal of the other variable is repeated, as if the two were independent.",
        lambda j, a: np.broadcast_to(np.sum(j, axis=a, keepdims=True), j.shape),
    ),
    Mistake(
        "Each line is divided by its largest cell; a conditional distribution sums to one.",
        lambda j, a: j / np.max(j, axis=1 - a, keepdims=True),
    ),
    Mistake(
        "The joint is multiplied by the marginal; the product rule, solved for the conditional, divides.",
        lambda j, a: j * np.sum(j, axis=1 - a, keepdims=True),
    ),
)
SQUARE = np.array([[0.1, 0.2], [0.3, 0.4]])
WIDE = np.array([[0.05, 0.10, 0.25], [0.30, 0.20, 0.10]])
OVER_ROWS = Case("A of a 2 by 2 table summed out", (SQUARE, 0), np.array([0.4, 0.6]))
GIVEN_A = Case("B given A, each row sums to one", (SQUARE, 0), np.array([[1 / 3, 2 / 3], [3 / 7, 4 / 7]]))
HOLED = Case(
    "one combination is impossible, yet every value of A is possible",
    (np.array([[0.0, 0.2], [0.2, 0.6]]), 0),
    np.array([[0.0, 1.0], [0.25, 0.75]]),
)
BAD_TABLES = (
    Bad("a negative probability", (np.array([[-0.1, 0.4], [0.3, 0.4]]), 0), ("joint",)),
    Bad("NaN in the table", (np.array([[0.3, np.nan], [0.3, 0.4]]), 0), ("joint",)),
)
NO_ROW = np.array([[0.4, 0.2, 0.1], [0.0, 0.0, 0.0], [0.1, 0.1, 0.1]])
IMPOSSIBLE = (
    Bad("a row of probability zero to condition on", (NO_ROW, 0), CONDITIONAL_NAMES),
    Bad("a column of probability zero to condition on", (NO_ROW.T, 1), CONDITIONAL_NAMES),
)


def marginal_refuses(marginal):
    """Judge which bad arguments `marginal` refuses."""
    check_raises(marginal, BAD_TABLES, OVER_ROWS, MARGINAL, names=MARGINAL_NAMES)


def conditional_refuses(conditional):
    """Judge which bad arguments `conditional` refuses."""
    bad = (*BAD_TABLES, *IMPOSSIBLE)
    check_raises(conditional, bad, GIVEN_A, CONDITIONAL, names=CONDITIONAL_NAMES)


@visible
def check_marginal(marginal):
    """Judge `marginal` on a square and on a wide table."""
    cases = [
        OVER_ROWS,
        Case("B of a 2 by 2 table summed out", (SQUARE, 1), np.array([0.3, 0.7])),
        Case("A of a 2 by 3 table summed out", (WIDE, 0), np.array([0.35, 0.30, 0.35])),
        Case("B of a 2 by 3 table summed out", (WIDE, 1), np.array([0.4, 0.6])),
    ]
    check_cases(marginal, cases, MARGINAL, names=MARGINAL_NAMES, mistakes=MARGINAL_MISTAKES)
    marginal_refuses(marginal)
    return "both marginals of two tables, and bad tables are refused"


@visible
def check_conditional(conditional):
    """Judge `conditional` on a square and on a wide table."""
    cases = [
        GIVEN_A,
        Case("A given B, each column sums to one", (SQUARE, 1), np.array([[1 / 4, 1 / 3], [3 / 4, 2 / 3]])),
        Case(
            "B given A in a 2 by 3 table",
            (WIDE, 0),
            np.array([[1 / 8, 1 / 4, 5 / 8], [1 / 2, 1 / 3, 1 / 6]]),
        ),
        Case(
            "A given B in a 2 by 3 table",
            (WIDE, 1),
            np.array([[1 / 7, 1 / 3, 5 / 7], [6 / 7, 2 / 3, 2 / 7]]),
        ),
    ]
    check_cases(conditional, cases, CONDITIONAL, names=CONDITIONAL_NAMES, mistakes=CONDITIONAL_MISTAKES)
    if isinstance(raised_by(conditional, *HOLED.args), ValueError):
        fail(
            name_of(conditional),
            HOLED.about,
            given=arguments(CONDITIONAL_NAMES, HOLED.args),
            expected=show(HOLED.expected),
            returned="a ValueError",
            cause="A single cell may be zero; a whole value of the given variable may not.",
        )
    check_cases(conditional, [HOLED], CONDITIONAL, names=CONDITIONAL_NAMES)
    conditional_refuses(conditional)
    return "both conditionals of two tables, and bad tables and impossible conditions are refused"
