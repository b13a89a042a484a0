"""What a failed check says, and how much of it a hidden check may say."""

import contextlib
import functools
import logging
import warnings

import numpy as np

__all__ = ["CheckError", "CheckFailed", "fail", "hidden", "show", "visible"]


class CheckError(RuntimeError):
    """The check itself is broken: the reference and the oracle disagree. Never the student's fault."""


class CheckFailed(AssertionError):
    """A student's function did not do what was asked.

    Parameters
    ----------
    function : str
        Name of the function that was judged.
    about : str
        The property that was asked for, in words that give no hidden input away.
    given, expected, returned, raised, line : str, optional
        What the function was called with, what is right, what came back; which exception came instead, and
        from which line of the notebook. Hidden checks drop these.
    cause : str, optional
        The misconception that gives exactly this result.
    """

    def __init__(
        self,
        function,
        about,
        *,
        given=None,
        expected=None,
        returned=None,
        raised=None,
        line=None,
        cause=None,
    ):
        super().__init__(about)
        self.function, self.about, self.cause = function, about, cause
        self.given, self.expected, self.returned = given, expected, returned
        self.raised, self.line = raised, line

    def __str__(self):
        rows = [
            ("called with", self.given),
            ("expected", self.expected),
            ("returned", self.returned),
            ("raised", self.raised),
            ("in line", self.line),
            ("likely cause", self.cause),
        ]
        lines = [self.property()]
        lines += [f"  {label:<13}{value}" for label, value in rows if value is not None]
        return "\n".join(lines)

    def without_inputs(self):
        """Return the same failure with property and misconception only."""
        return type(self)(self.function, self.about, cause=self.cause)

    def property(self):
        """Return the line that says which property was asked for, and nothing of what came back."""
        return f"{self.function}: {self.about}"

    def _render_traceback_(self):
        # IPython shows these lines in place of a traceback through the check's source.
        return ["Not yet right.", *str(self).splitlines()]


passed_words = []
"""What hidden checks that passed have said in this process, the last one last."""


def fail(function, about, **details):
    """Raise `CheckFailed`; `details` are those of its constructor."""
    raise CheckFailed(function, about, **details)


def show(value, limit=160):
    """Return a short text for any plain value."""
    with np.printoptions(precision=6, threshold=12, edgeitems=3, linewidth=100):
        text = " ".join(_text(value).split())
    return text if len(text) <= limit else text[: limit - 3] + "..."


def _text(value):
    if isinstance(value, tuple | list) and len(value) <= 8:
        inner = ", ".join(_text(item) for item in value)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, float | np.floating):
        return f"{float(value):.8g}"
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return _text(value.item())
        return np.array2string(value, separator=", ")
    if type(value).__name__ == "Generator":
        return "a generator"  # torch's text holds an address
    return str(value) if not callable(value) else getattr(value, "__name__", "a function")


def visible(check):
    """Make a check that reports everything it knows and prints one line when it passes."""

    @functools.wraps(check)
    def run(*args, **kwargs):
        with _undisturbed():
            passed = check(*args, **kwargs)
        print(f"Right so far: {passed}.")

    return run


def hidden(check):
    """Make a check whose failure names the property and the misconception, and no input."""

    @functools.wraps(check)
    def run(*args, **kwargs):
        failure = None
        with _undisturbed():
            try:
                passed = check(*args, **kwargs)
            except CheckFailed as failed:
                failure = failed.without_inputs()
        if failure is not None:
            raise failure
        passed_words.append(f"Right: {passed}.")
        print(passed_words[-1])

    return run


@contextlib.contextmanager
def _undisturbed():
    """Keep settings that a notebook may have changed from changing a verdict."""
    logged = logging.root.manager.disable
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logged)
