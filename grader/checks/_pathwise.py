"""Judge functions of mu, rho and given noise: their gradients, and that they draw no noise of their own."""

import numpy as np
import torch

from grader.judging import CheckError, arguments, as_array, call, close, fail, gradient, name_of, show

__all__ = ["check_gradients", "check_repeats", "tensor"]

PARAMETERS = ("mu", "rho")


def tensor(values):
    """Return plain numbers as a float64 tensor, whatever torch's default type is."""
    return torch.tensor(np.asarray(values, dtype=float), dtype=torch.float64)


def check_repeats(function, args, *, names):
    """Judge that a function of given noise draws none of its own: the same arguments give the same result."""
    title = name_of(function)
    first, second = (call(function, *args, names=names) for _ in range(2))
    if not isinstance(first, tuple):
        first, second = (first,), (second,)
    for before, after in zip(first, second, strict=True):
        before, after = as_array(before, title, "the result"), as_array(after, title, "the result")
        if before.shape != after.shape or not np.array_equal(before, after, equal_nan=True):
            fail(
                title,
                "the same arguments must give the same result",
                given=arguments(names, args),
                expected=f"{show(before)} again",
                returned=show(after),
                cause="Noise is drawn inside the function; all of it must come from `eps`.",
            )


def check_gradients(function, cases, *, names, oracle=None, reference=None, mistakes=()):
    """Judge a function by its gradients in `mu` and `rho`, its first two arguments.

    Parameters
    ----------
    function : callable
        The student's function; it returns one tensor.
    cases : iterable of (Case, tensor or None)
        The calls, and the weights of the returned numbers in the sum that is differentiated. A case's
        `expected` is the pair of gradients, None where `oracle(*args, weights)` will say.
    names : sequence of str
        The names of the arguments, for messages.
    oracle, reference : callable, optional
        The oracle gives the pair of gradients; the reference is differentiated.
    mistakes : sequence of Mistake
        Misconceptions; what they give is differentiated like the student's function.
    """
    title = name_of(function)
    for case, weights in cases:
        expected = case.expected
        if expected is None:
            expected = tuple(np.asarray(part, float) for part in oracle(*case.args, weights))
            if not close(_gradients(reference, case.args, weights), expected, atol=1e-8):
                raise CheckError(f"{case.about}: reference and oracle disagree; this is a bug of the check")
        found = _checked_gradients(function, title, case.args, names, weights)
        if close(found, expected, atol=1e-9):
            continue
        wrong = next(place for place in (0, 1) if not close(found[place], expected[place], atol=1e-9))
        fail(
            title,
            f"the gradient in `{PARAMETERS[wrong]}`: {case.about}",
            given=arguments(names, case.args),
            expected=show(expected[wrong]),
            returned=show(found[wrong]),
            cause=_cause(case, weights, found, expected, wrong, mistakes),
        )


def _gradients(function, args, weights):
    return gradient(function, *args, wrt=(0, 1), cotangent=weights)[1]


def _checked_gradients(function, title, args, names, weights):
    if weights is not None:
        # Weights of another shape would be spread over the result without a word.
        as_array(call(function, *args, names=names), title, "the result", tuple(weights.shape))
    try:
        return gradient(function, *args, wrt=(0, 1), names=names, cotangent=weights)[1]
    except RuntimeError as error:
        fail(
            title,
            "must be differentiable",
            returned=f"{type(error).__name__}: {show(str(error))}",
            cause="torch cannot differentiate it: a step was done in place, or outside torch.",
        )


def _cause(case, weights, found, expected, wrong, mistakes):
    for mistake in mistakes:
        try:
            gives = _gradients(mistake.gives, case.args, weights)
        except Exception:  # a misconception need not be differentiable
            continue
        if not close(gives, expected, atol=1e-9) and close(found, gives, atol=1e-9):
            return mistake.says
    name = PARAMETERS[wrong]
    if np.isnan(found[wrong]).any():
        return "NaN: an overflow that the value hides is still in the gradient; `F.softplus` has none."
    if not found[wrong].any():
        return f"No gradient reaches `{name}`: it was detached, or used through `.data`, `.item()` or NumPy."
    if close(found[wrong], -np.asarray(expected[wrong])):
        return "The gradient has the wrong sign."
    return "The path from the argument to the result is cut off, counted twice or replaced somewhere."
