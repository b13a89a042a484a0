"""Run a rejection sampler; read what comes back."""

import numpy as np

from grader.checking import CheckFailed, arguments, as_array, as_number, as_parts, call, fail, name_of
from grader.checks._dart_records import RANGE

__all__ = ["HEIGHTS", "NAMES", "RETURNS", "SAME_POINT", "run"]

NAMES = ("density", "low", "high", "ceiling", "size", "rng")
RETURNS = ("samples", "acceptance_rate")

HEIGHTS = (
    "Draw a height for each proposal, uniformly from 0 to `ceiling`; accept where it is below the curve."
)
SAME_POINT = "A rejected point is tried again with a new height: after a rejection propose a new point too."


def run(function, *args):
    """Return the samples, an array of the right shape, and the acceptance rate."""
    title, size, density = name_of(function), args[4], args[0]
    try:
        value = call(function, *args, names=NAMES)
    except CheckFailed as failed:
        if getattr(density, "spent", False):
            points = np.concatenate(density.calls)
            cause = f"Nothing is accepted. {HEIGHTS}"
            if np.ptp(points[-50:]) == 0.0:
                cause = SAME_POINT
            elif np.any((points < args[1]) | (points > args[2])):
                cause = RANGE
            about, returned = "proposals must be accepted sooner or later", "nothing: it goes on without end"
            fail(title, about, given=failed.given, returned=returned, cause=cause)
        if failed.cause is None and "ValueError" in str(failed.raised):
            failed.cause = "The density may reach `ceiling`: only above it is an error."
        raise
    samples, rate = as_parts(value, title, RETURNS)
    samples = as_array(samples, title, "the samples")
    if samples.shape != (size,):
        cause = "One array of shape (size,) is asked for."
        if np.ndim(rate) > 0 and np.ndim(samples) == 0:
            cause = "The two values come back in the wrong order: samples first, then the acceptance rate."
        elif samples.ndim == 1 and samples.size < size:
            cause = "One block of proposals does not give enough: go on until `size` are accepted."
        elif samples.ndim == 1:
            cause = "The left-over accepted proposals come back too: return the first `size`."
        details = {"given": arguments(NAMES, args), "expected": f"shape ({size},)", "cause": cause}
        fail(title, "the samples have the wrong shape", returned=f"shape {samples.shape}", **details)
    return samples, as_number(rate, title, "the acceptance rate")
