"""Turn what a student's function returned into exact NumPy types, or say why that is not possible."""

import sys

import numpy as np

from grader.checking.failures import fail, show
from grader.checking.invoke import is_data

__all__ = ["as_array", "as_number", "as_parts"]


def as_array(value, function, what, shape=None):
    """Return `value` as a new float64 array.

    Lists, tuples, numbers, arrays and tensors are taken; `shape`, where given, must be met exactly.

    Raises
    ------
    CheckFailed
        Where `value` is not made of real numbers or has another shape.
    """
    if value is None:
        fail(function, f"{what} is missing", returned="None", cause="A `return` statement is missing.")
    try:
        array = np.array(_strip(value), subok=False)
    except Exception:
        fail(function, f"{what} must be numbers in a regular shape", returned=f"a {type(value).__name__}")
    if array.dtype.kind not in "biuf":
        fail(function, f"{what} must be real numbers", returned=f"a {type(value).__name__}")
    if shape is not None and array.shape != tuple(shape):
        fail(
            function,
            f"{what} has the wrong shape",
            expected=f"shape {tuple(shape)}",
            returned=f"shape {array.shape}",
        )
    return array.astype(np.float64)


def as_number(value, function, what):
    """Return `value` as a float; an array or list of one element counts as a number."""
    array = as_array(value, function, what)
    if array.size != 1:
        fail(function, f"{what} must be one number", returned=f"shape {array.shape}")
    return float(array.reshape(()))


def as_parts(value, function, names):
    """Return the parts of a returned tuple, one for each of `names`."""
    wanted = f"{len(names)} values: {', '.join(names)}"
    if value is None:
        fail(function, "nothing came back", expected=wanted, returned="None", cause="A `return` is missing.")
    try:
        parts = tuple(value)
    except Exception:
        parts = ()
    if len(parts) != len(names):
        got = f"{len(parts)} values" if parts else show(f"a {type(value).__name__}")
        if is_data(value) and not isinstance(value, list):
            got = f"one array of shape {tuple(value.shape)}"
        cause = "These values are to be returned together, in this order."
        fail(function, "the number of returned values is wrong", expected=wanted, returned=got, cause=cause)
    return parts


def _strip(value):
    """Replace tensors, also those inside lists, by arrays without a gradient."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy()
    if isinstance(value, list | tuple):
        return [_strip(item) for item in value]
    return value
