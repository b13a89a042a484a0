"""Take a gradient through a student's function on its own side, so that only numbers come back."""

import numpy as np

from grader.checking.coerce import as_array
from grader.checking.compare import close
from grader.checking.failures import CheckError, fail, show
from grader.checking.invoke import arguments, call, name_of
from grader.checking.tracebacks import said

__all__ = ["check_gradients", "gradient"]

_RTOL = 1e-4
"""Relative tolerance: a gradient sums parts of both signs, which costs float32 more digits than a value."""


def gradient(function, *args, wrt, names=None, cotangent=None):
    """Return a function's value and its gradients, as float64 arrays.

    Parameters
    ----------
    function : callable
        The student's function; it returns one tensor.
    *args
        Its arguments, tensors without `requires_grad`.
    wrt : sequence of int
        The positions of the arguments to differentiate by.
    names : sequence of str, optional
        The names of the arguments, for messages.
    cotangent : torch.Tensor, optional
        Weights of the returned numbers in the sum that is differentiated; by default all one.

    Returns
    -------
    value : ndarray
        What the function returned.
    gradients : tuple of ndarray
        One for each position in `wrt`, of the argument's shape.

    Raises
    ------
    CheckFailed
        Where what came back is no tensor or does not depend on the arguments differentiably.
    """
    import torch

    leaves = [
        arg.detach().clone().requires_grad_(place in wrt) if isinstance(arg, torch.Tensor) else arg
        for place, arg in enumerate(args)
    ]
    title = name_of(function)
    with torch.enable_grad():
        value = call(function, *leaves, names=names)
        if not isinstance(value, torch.Tensor) or not value.requires_grad:
            fail(
                title,
                "must be differentiable",
                returned="a tensor without a gradient" if isinstance(value, torch.Tensor) else "no tensor",
                cause="`.detach()`, `.item()`, `torch.no_grad()`, NumPy or a new `torch.tensor(...)` "
                "cuts the path from the result back to the parameters.",
            )
        if cotangent is not None and value.shape != cotangent.shape:
            fail(
                title,
                "the value has the wrong shape",
                expected=f"shape {tuple(cotangent.shape)}",
                returned=f"shape {tuple(value.shape)}",
            )
        total = value.sum() if cotangent is None else (value * cotangent).sum()
        wanted = [leaves[place] for place in wrt]
        try:
            found = torch.autograd.grad(total, wanted, allow_unused=True)
        except RuntimeError as error:
            fail(
                title,
                "must be differentiable",
                raised=said(error),
                cause="A step was done in place, or by something that is not torch's.",
            )
    gradients = [
        torch.zeros_like(leaf) if grad is None else grad for grad, leaf in zip(found, wanted, strict=True)
    ]
    return as_array(value, title, "the value"), tuple(as_array(g, title, "the gradient") for g in gradients)


def check_gradients(
    function, cases, *, wrt, names, cotangents=None, oracle=None, reference=None, mistakes=(), atol=1e-9
):
    """Judge a function by the gradients of the sum, or a weighted sum, of what it returns.

    Parameters
    ----------
    function : callable
        The student's function; it returns one tensor.
    cases : sequence of Case
        The calls to make; `expected` holds the gradients, None where `oracle` will say.
    wrt : sequence of int
        The positions of the arguments to differentiate by.
    names : sequence of str
        The names of the arguments, for messages.
    cotangents : sequence of torch.Tensor, optional
        For each case, the weights of the returned numbers; by default all one.
    oracle : callable, optional
        Gives the gradients for a case's arguments and, where there are weights, these: an array for each
        position in `wrt`, or the array where there is one position.
    reference : callable, optional
        The reference's function, which is differentiated and must agree with the oracle.
    mistakes : sequence of Mistake
        Misconceptions; what they give is differentiated like the student's function.
    atol : float
        Absolute tolerance, for gradients whose parts may cancel.

    Raises
    ------
    CheckFailed
        At the first case that is not met.
    """
    for case, weights in zip(cases, cotangents or [None] * len(cases), strict=True):
        how = {"wrt": wrt, "names": names, "cotangent": weights}
        expected = case.expected
        if expected is None:
            expected = oracle(*case.args) if weights is None else oracle(*case.args, weights)
        expected = (expected,) if len(wrt) == 1 and not isinstance(expected, tuple) else expected
        expected = tuple(np.asarray(part, float) for part in expected)
        if case.expected is None:
            _, known = gradient(reference, *case.args, **how)
            if not close(known, expected, atol=1e-9):
                raise CheckError(f"{case.about}: the reference and the oracle disagree in the gradient")
        _, found = gradient(function, *case.args, **how)
        for place, returned, right in zip(wrt, found, expected, strict=True):
            if not close(returned, right, _RTOL, atol):
                fail(
                    name_of(function),
                    f"the gradient in `{names[place]}`: {case.about}",
                    given=arguments(names, case.args),
                    expected=show(right),
                    returned=show(returned),
                    cause=_by_mistake(mistakes, case.args, how, found, expected, atol)
                    or _by_look(names[place], returned, right),
                )


def _by_mistake(mistakes, args, how, found, expected, atol):
    for mistake in mistakes:
        try:
            _, wrong = gradient(mistake.gives, *args, **how)
        except Exception:  # a misconception need not be differentiable, nor defined for every case
            continue
        if not close(wrong, expected, _RTOL, atol) and close(found, wrong, _RTOL, atol):
            return mistake.says
    return None


def _by_look(name, returned, right):
    if not np.isfinite(returned).all():
        return (
            "Not finite: `torch.where`, `clamp` or `nan_to_num` repair an overflow in the value, but the "
            "gradient still runs through it. Use a function that does not overflow, such as `F.softplus`."
        )
    if not returned.any():
        return f"No gradient reaches `{name}`: it is detached, rounded or clipped on its way to the result."
    if close(returned, -right, _RTOL):
        return "The gradient has the wrong sign."
    if np.any((returned == 0) & (right != 0)):
        return "Part of the gradient is zero: rounding, clipping or a detached part cuts it off."
    return "A part of the path from the argument to the result is cut off, counted twice or replaced."
