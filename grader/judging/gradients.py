"""Take a gradient through a student's function on its own side, so that only numbers come back."""

from grader.judging.calling import call, name_of
from grader.judging.plain import as_array
from grader.judging.report import fail

__all__ = ["gradient"]


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
        total = value.sum() if cotangent is None else (value * cotangent).sum()
        wanted = [leaves[place] for place in wrt]
        found = torch.autograd.grad(total, wanted, allow_unused=True)
    gradients = [
        torch.zeros_like(leaf) if grad is None else grad for grad, leaf in zip(found, wanted, strict=True)
    ]
    return as_array(value, title, "the value"), tuple(as_array(g, title, "the gradient") for g in gradients)
