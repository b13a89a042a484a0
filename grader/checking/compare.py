"""Compare what a function returns with what is right; find the misconception that gives what came back."""

import re
from dataclasses import dataclass

import numpy as np

from grader.checking.coerce import as_array, as_parts
from grader.checking.failures import CheckError, fail, show
from grader.checking.invoke import arguments, call, name_of, raised_by
from grader.checking.tracebacks import line_of, said

__all__ = ["RTOL", "Bad", "Case", "Mistake", "agreed", "check_cases", "check_raises", "close"]

RTOL = 2e-6
"""Relative tolerance: correct float32 arithmetic on bounded inputs passes, a wrong formula does not."""


@dataclass(frozen=True)
class Case:
    """One call of a student's function.

    Attributes
    ----------
    about : str
        The property the case shows; hidden messages say it too, so it must give no input away.
    args : tuple
        The arguments.
    expected : object
        What is right: a number, an array, or a tuple of them; None where an oracle will say.
    """

    about: str
    args: tuple
    expected: object = None


@dataclass(frozen=True)
class Mistake:
    """A misconception and the result it gives.

    Attributes
    ----------
    says : str
        One or two sentences for the student.
    gives : callable
        The result, for the same arguments as the student's function.
    """

    says: str
    gives: object


@dataclass(frozen=True)
class Bad:
    """A call with a bad argument: it must raise `ValueError` with the argument's name in its message.

    Attributes
    ----------
    about : str
        What is bad, for instance "a negative prior".
    args : tuple
        The arguments.
    names : tuple of str
        The argument to be named; any one of them where several could be blamed.
    """

    about: str
    args: tuple
    names: tuple


def close(actual, expected, rtol=RTOL, atol=0.0):
    """Return whether two plain values agree, each number to `rtol` of its array's largest, plus `atol`."""
    if isinstance(expected, tuple):
        return len(actual) == len(expected) and all(
            close(a, e, rtol, atol) for a, e in zip(actual, expected, strict=True)
        )
    actual, expected = np.asarray(actual, float), np.asarray(expected, float)
    if actual.shape != expected.shape:
        return False
    finite = np.isfinite(expected)
    if not np.array_equal(actual[~finite], expected[~finite], equal_nan=True):
        return False
    if not finite.any():
        return True
    largest = np.max(np.abs(expected[finite]))
    return bool(np.all(np.abs(actual[finite] - expected[finite]) <= rtol * largest + atol))


def agreed(about, args, *sources, rtol=RTOL, atol=1e-9):
    """Return what the first of `sources` (the oracle, then the reference) gives; all of them must agree.

    Raises
    ------
    CheckError
        Where they do not: then the check is broken, not the student's function.
    """
    values = [_exact(source(*args)) for source in sources]
    for other in values[1:]:
        if not close(other, values[0], rtol, atol):
            raise CheckError(f"{about}: the reference and the oracle disagree; this is a bug of the check")
    return values[0]


def check_cases(function, cases, returns, *, names, sources=(), mistakes=(), rtol=RTOL, atol=1e-12):
    """Judge a function by the values it returns.

    Parameters
    ----------
    function : callable
        The student's function.
    cases : iterable of Case
        The calls to make.
    returns : str or tuple of str
        What comes back: one name, or one for each part of a tuple.
    names : sequence of str
        The names of the arguments, for messages.
    sources : sequence of callable
        The oracle and the reference, for cases that bring no `expected`.
    mistakes : sequence of Mistake
        The misconceptions to recognise.
    rtol, atol : float
        Tolerances, see `close`.

    Raises
    ------
    CheckFailed
        At the first case that is not met.
    """
    title = name_of(function)
    for case in cases:
        expected = case.expected
        if expected is None:
            expected = agreed(case.about, case.args, *sources)
        expected = _exact(expected)
        value = call(function, *case.args, names=names)
        returned = _read(value, expected, returns, title)
        if not close(returned, expected, rtol, atol):
            fail(
                title,
                case.about,
                given=arguments(names, case.args),
                expected=show(expected),
                returned=show(returned),
                cause=_cause(case, returned, expected, mistakes, rtol, atol)
                or _shapes(returned, expected, returns),
            )


def check_raises(function, bad_calls, good=None, returns=None, *, names):
    """Judge which bad arguments a function refuses.

    `good`, a `Case` with its expected value, must pass first: a function that always raises is not careful.
    It is left out where the caller has judged a good call by a rule of its own.

    Raises
    ------
    CheckFailed
        Where a bad argument is taken, raises something else, or is not named.
    """
    title = name_of(function)
    if good is not None:
        check_cases(function, [good], returns, names=names)
    for bad in bad_calls:
        error = raised_by(function, *bad.args)
        wanted = " or ".join(f"`{name}`" for name in bad.names)
        if isinstance(error, ValueError) and any(_mentions(error, name) for name in bad.names):
            continue
        if error is None:
            cause = f"{bad.about[0].upper()}{bad.about[1:]} is not checked for."
        elif isinstance(error, ValueError):
            cause = (
                f"The message must contain the argument's name, {wanted}, spelled like that; "
                "check it before anything else is done with it."
            )
        else:
            cause = "`ValueError` is asked for."
        fail(
            title,
            f"must refuse {bad.about}",
            given=arguments(names, bad.args),
            expected=f"a ValueError that names {wanted}",
            returned="a result" if error is None else None,
            raised=None if error is None else said(error),
            line=None if error is None else line_of(error),
            cause=cause,
        )


def _mentions(error, name):
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", str(error)) is not None


def _exact(value):
    if isinstance(value, tuple):
        return tuple(_exact(part) for part in value)
    array = as_array(value, "the check", "the expected value")
    return float(array) if array.ndim == 0 else array


def _read(value, expected, returns, title):
    if isinstance(returns, str):
        return _read_one(value, expected, returns, title)
    parts = as_parts(value, title, returns)
    return tuple(_read_one(*each, title) for each in zip(parts, expected, returns, strict=True))


def _read_one(value, expected, what, title):
    array = as_array(value, title, what)
    return float(array.reshape(())) if isinstance(expected, float) and array.size == 1 else array


def _shapes(returned, expected, returns):
    if isinstance(returns, str):
        returned, expected, returns = (returned,), (expected,), (returns,)
    for got, right, what in zip(returned, expected, returns, strict=True):
        if np.shape(got) != np.shape(right):
            wanted = np.shape(right) or "one number"
            return f"The shape of {what} is {np.shape(got)} where {wanted} is asked for."
    return None


def _cause(case, returned, expected, mistakes, rtol, atol):
    for mistake in mistakes:
        try:
            wrong = _exact(mistake.gives(*case.args))
        except Exception:  # a misconception need not be defined for every case
            continue
        if not close(wrong, expected, rtol, atol) and close(returned, wrong, rtol, atol):
            return mistake.says
    parts = returned if isinstance(returned, tuple) else (returned,)
    if any(np.any(np.isnan(part)) for part in parts):
        return "NaN came back: look for 0/0, inf - inf or the logarithm of a negative number."
    if any(np.any(np.isinf(part)) for part in parts):
        return "Infinity came back: look for an overflow or the logarithm of zero."
    return None
