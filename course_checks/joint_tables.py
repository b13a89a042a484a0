"""joint-tables: marginals and conditionals of a joint table of two variables.

Decides by: the values of both functions on tables worked out by hand (2 by 2, 2 by 3) and, hidden, on random
ones of five shapes, some with impossible combinations, along both axes, each number to 2e-6 of the largest in
the table. The oracle adds fractions for a marginal and applies Bayes' theorem to the other conditional, cell
by cell, for a conditional. A negative cell, NaN and an impossible condition must raise a `ValueError` that
names the argument.

Cannot see: an error below that tolerance, which is relative to the largest cell, so that a tiny one may be
wrong altogether; a mistake that shows only in tables larger than 4 by 5 or for an axis that is counted from
the end.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.joint_tables import (
    CONDITIONAL,
    CONDITIONAL_MISTAKES,
    CONDITIONAL_NAMES,
    MARGINAL,
    MARGINAL_MISTAKES,
    MARGINAL_NAMES,
    conditional_refuses,
    marginal_refuses,
)


def _tables(rng):
    """Yield a property and a table; every row and every column has some probability."""
    yield "a random square table", rng.dirichlet(np.ones(9)).reshape(3, 3)
    yield "a random table that is not square", rng.dirichlet(np.ones(20)).reshape(4, 5)
    holed = rng.dirichlet(np.ones(6)).reshape(2, 3) * np.array([[0, 1, 1], [1, 1, 0]])
    yield "a table with impossible combinations", holed / holed.sum()
    yield "a first variable with one value", rng.dirichlet(np.ones(3)).reshape(1, 3)
    yield "a second variable with one value", rng.dirichlet(np.ones(3)).reshape(3, 1)


def _both_axes(rng):
    return [Case(about, (table, axis)) for about, table in _tables(rng) for axis in (0, 1)]


@hidden
def check_marginal_hidden(marginal, oracle, reference, seed):
    """Judge `marginal` on random tables of several shapes."""
    check_cases(
        marginal,
        _both_axes(generator(seed)),
        MARGINAL,
        names=MARGINAL_NAMES,
        sources=(oracle, reference),
        mistakes=MARGINAL_MISTAKES,
    )
    return "marginals of tables of several shapes"


@hidden
def check_conditional_hidden(conditional, oracle, reference, seed):
    """Judge `conditional` on random tables of several shapes."""
    rare = np.array([[1e-9, 3e-9], [0.25, 0.75 - 4e-9]])
    check_cases(
        conditional,
        [*_both_axes(generator(seed)), Case("a given value that is very rare", (rare, 0))],
        CONDITIONAL,
        names=CONDITIONAL_NAMES,
        sources=(oracle, reference),
        mistakes=CONDITIONAL_MISTAKES,
    )
    return "conditionals of tables of several shapes"


@hidden
def check_marginal_errors(marginal):
    """Judge which bad arguments `marginal` refuses."""
    marginal_refuses(marginal)
    return "bad tables are refused with a ValueError that names `joint`"


@hidden
def check_conditional_errors(conditional):
    """Judge which bad arguments `conditional` refuses."""
    conditional_refuses(conditional)
    return "bad tables and impossible conditions are refused with a ValueError that names the argument"
