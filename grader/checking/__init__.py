"""The machinery of checks: calling a function, reading its result, comparing, bounding, reporting."""

from grader.checking.coerce import as_array, as_number, as_parts
from grader.checking.compare import RTOL, Bad, Case, Mistake, agreed, check_cases, check_raises, close
from grader.checking.failures import CheckError, CheckFailed, fail, hidden, show, visible
from grader.checking.gradients import check_gradients, gradient
from grader.checking.invoke import Budget, arguments, call, name_of, raised_by, silence, where_it_is
from grader.checking.seed_offset import generator, round_of_seeds
from grader.checking.statistical_tests import (
    ALPHA,
    Gate,
    binomial,
    dkw,
    dkw_distance,
    first_trials,
    ledger,
    success_rate,
)

__all__ = [
    "ALPHA",
    "RTOL",
    "Bad",
    "Budget",
    "Case",
    "CheckError",
    "CheckFailed",
    "Gate",
    "Mistake",
    "agreed",
    "arguments",
    "as_array",
    "as_number",
    "as_parts",
    "binomial",
    "call",
    "check_cases",
    "check_gradients",
    "check_raises",
    "close",
    "dkw",
    "dkw_distance",
    "fail",
    "first_trials",
    "generator",
    "gradient",
    "hidden",
    "ledger",
    "name_of",
    "raised_by",
    "round_of_seeds",
    "show",
    "silence",
    "success_rate",
    "visible",
    "where_it_is",
]
