"""Call a student's function as a black box: plain data in, plain data out, nothing else noticed."""

import contextlib
import copy
import functools
import io
import logging
import sys
import warnings

import numpy as np

from grader.checking.failures import fail, show
from grader.checking.tracebacks import line_of, said

__all__ = ["Budget", "arguments", "call", "is_data", "name_of", "raised_by", "same", "silence", "where_it_is"]


class Budget:
    """A callback that counts its calls and refuses to be called more than `limit` times.

    Parameters
    ----------
    callback : callable
        The function that is handed out.
    limit : int
        The number of evaluations that is allowed; a call with an array counts its first axis.
    """

    def __init__(self, callback, limit):
        self.callback, self.limit, self.used = callback, limit, 0
        self.__name__ = name_of(callback)

    def __call__(self, *args):
        """Return what the callback returns."""
        first = args[0] if args else 0.0
        self.used += len(first) if np.ndim(first) > 0 else 1
        if self.used > self.limit:
            raise RuntimeError(f"the function was evaluated more than {self.limit} times")
        return self.callback(*args)

    @property
    def spent(self):
        """Whether the limit was passed."""
        return self.used > self.limit


def name_of(function):
    """Return the name under which the messages speak of a function."""
    return getattr(function, "__name__", "the function")


def arguments(names, args):
    """Return `name=value` for each argument, as short text."""
    return ", ".join(f"{name}={show(value, 60)}" for name, value in zip(names, args, strict=True))


def call(function, *args, names=None):
    """Return what `function(*args)` returns.

    What it prints or warns is dropped. An exception, and a changed argument, fail the check.

    Parameters
    ----------
    function : callable
        The student's function.
    *args
        Its arguments; arrays, lists and tensors are copied first.
    names : sequence of str, optional
        The names of the arguments, for messages.
    """
    name = name_of(function)
    value, error, changed = _run(function, args)
    if error is None and changed is None:
        return value
    given = None if names is None else arguments(names, args)
    if isinstance(error, NotImplementedError):
        fail(
            name,
            "is not written yet",
            cause="`raise NotImplementedError()` still stands in its cell: put your code in its place.",
        )
    if error is not None:
        fail(name, "raised an exception", given=given, raised=said(error), line=line_of(error))
    which = "an argument" if names is None else f"`{names[changed]}`"
    fail(
        name,
        f"changed {which} in place",
        given=given,
        cause="Work on a copy: an operation such as `x /= s` or `x[0] = 1` changes the caller's data.",
    )


def raised_by(function, *args):
    """Return the exception that `function(*args)` raises, or None."""
    return _run(function, args)[1]


def where_it_is(helper):
    """Let a helper that calls a student's function many times run where that function is.

    Its first argument is the function, the others and what it returns are plain data. Of a function in
    another process, only what the helper returns crosses, and no more is believed of it than of a call.
    """

    @functools.wraps(helper)
    def run(function, *args):
        elsewhere = getattr(type(function), "run_where_it_is", None)
        return helper(function, *args) if elsewhere is None else elsewhere(function, helper, args)

    return run


def _run(function, args):
    handed = [_fresh(arg) for arg in args]
    value = error = None
    with silence():
        try:
            value = function(*handed)
        except (Exception, SystemExit) as raised:
            error = raised
    changed = [
        place
        for place, (before, after) in enumerate(zip(args, handed, strict=True))
        if is_data(before) and not same(before, after)
    ]
    return value, error, changed[0] if changed else None


def _fresh(value):
    # A tensor that a gradient is asked of must stay itself: a view has the same numbers and history.
    if getattr(value, "requires_grad", False):
        return value
    return copy.deepcopy(value) if is_data(value) else value


def is_data(value):
    """Return whether a value is an array, a list or a tensor, which a function could change."""
    torch = sys.modules.get("torch")
    return isinstance(value, np.ndarray | list) or (torch is not None and isinstance(value, torch.Tensor))


def same(before, after):
    """Return whether data has not been changed."""
    if isinstance(before, list):
        return len(before) == len(after) and all(map(same, before, after))
    if not is_data(before):
        return before is after or before == after
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(before, torch.Tensor):
        before, after = before.detach().numpy(), after.detach().numpy()
    return before.shape == after.shape and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")


@contextlib.contextmanager
def silence():
    """Drop what is printed, logged or warned meanwhile."""
    logged = logging.root.manager.disable
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        _disable_logging(logging.CRITICAL)
        try:
            yield
        finally:
            _disable_logging(logged)


def _disable_logging(level):
    if logging.root.manager.disable != level:  # it empties the cache of every logger there is
        logging.disable(level)
