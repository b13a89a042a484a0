"""Judge that a function of given noise draws none of its own; tensors of plain numbers."""

import numpy as np
import torch

from grader.checking import arguments, as_array, call, fail, name_of, show

__all__ = ["check_repeats", "tensor"]


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
