"""Probes of a rejection sampler: where its darts land, which of them it keeps, and what it counts.

Proposals may come in pairs that mirror each other: the gates count half as many.
"""

import numpy as np

from grader.checks import _curves as curves
from grader.checks._dart_records import all_or_nothing, distance, rate_cause, right_rates
from grader.judging import (
    ALPHA,
    CheckFailed,
    arguments,
    as_array,
    as_number,
    as_parts,
    call,
    close,
    dkw,
    dkw_distance,
    fail,
    generator,
    name_of,
    show,
    success_rate,
)

__all__ = ["NAMES", "RETURNS", "all_accepted", "certain", "constant_ratio", "seeds", "shape"]

NAMES = ("density", "low", "high", "ceiling", "size", "rng")
RETURNS = ("samples", "acceptance_rate")

_HEIGHTS = (
    "Draw a height for each proposal, uniformly from 0 to `ceiling`; accept where it is below the curve."
)
_SORTED = "The samples were sorted before the surplus was cut off: keep those that were drawn first."
_RANGE = "Propose uniformly from `low` to `high`: low + (high - low) u."
_BLOCK = "One height decides for a whole block of proposals: draw one for each."


def certain(function, low, high, support, ceiling, size, seed):
    """Judge a curve that is at the ceiling on a part of the interval, and zero elsewhere.

    No decision is random there, and what was proposed is known from where the density was evaluated: samples
    and rate are judged exactly.
    """
    title, (left, right) = name_of(function), support
    watched = curves.Watched(curves.plateau(left, right, ceiling))
    args = (watched, low, high, ceiling, size, generator(seed))
    samples, rate = _run(function, *args)
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    proposed = np.concatenate(watched.calls) if watched.calls else np.empty(0)
    reach = 2e-6 * max(abs(low), abs(high), high - low)
    if proposed.size == 0 or np.any(distance(samples, proposed) > reach):
        cause = "The samples are points at which the density was evaluated: return the accepted proposals x."
        if np.all((samples >= 0.0) & (samples <= ceiling)):
            cause = "These are heights: return the accepted proposals x, not the heights drawn with them."
        fail(title, "every sample is one of the proposals", cause=cause, **details)
    if size - np.unique(samples).size > size / 50:
        cause = "Samples come back several times: go on proposing, do not draw from accepted points."
        fail(title, "samples are different points", cause=cause, **details)
    outside = (samples < left - reach) | (samples > right + reach)
    if outside.any():
        cause = "Not every sample was tested: accept a proposal only where its height is below the curve."
        if outside.all():
            cause = "The comparison is the wrong way round: accept where the height is below the curve."
        fail(title, "where the density is zero, nothing is accepted", cause=cause, **details)
    hits = [(points >= left) & (points < right) for points in watched.calls]
    if any(close(rate, right_rate) for right_rate in right_rates(watched.calls, hits, samples, reach)):
        return
    cause = rate_cause(rate, watched.calls, hits, samples, reach)
    if cause is None and success_rate(rate, size // 2, (right - left) / (high - low)).passed:
        return
    total, accepted = proposed.size, sum(int(np.sum(hit)) for hit in hits)
    fail(
        title,
        "the acceptance rate is accepted over proposed, of all proposals drawn",
        expected=f"{accepted} / {total} = {accepted / total:.6g}",
        cause=cause or "Count every proposal and every accepted one, also those of the last block.",
        **details,
    )


def all_accepted(function, low, high, ceiling, size, seed):
    """Judge a curve that is at the ceiling everywhere: every proposal is accepted, and they are uniform."""
    title = name_of(function)
    args = (curves.Watched(curves.level(ceiling)), low, high, ceiling, size, generator(seed))
    samples, rate = _run(function, *args)
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    if not close(rate, 1.0):
        cause = _HEIGHTS
        if size > 50 and abs(rate - ceiling) < 0.2 * ceiling:
            cause = "The heights are drawn from 0 to 1: they go from 0 to `ceiling`."
        fail(
            title, "with a curve at the ceiling everywhere every proposal is accepted", cause=cause, **details
        )
    _uniform(title, samples, low, high, details)


def constant_ratio(function, low, high, ceiling, ratio, size, seed):
    """Judge a curve at a constant part of the ceiling: that part of the proposals is accepted, by chance."""
    title = name_of(function)
    watched = curves.Watched(curves.level(ratio * ceiling))
    args = (watched, low, high, ceiling, size, generator(seed))
    samples, rate = _run(function, *args)
    about = "with a curve at a constant part of the ceiling this part of the proposals is accepted"
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    details["expected"] = f"a rate of about {ratio:.3g}"
    if all_or_nothing(watched.calls, samples, 2e-6 * max(abs(low), abs(high))):
        fail(title, about, cause=_BLOCK, **details)
    if not success_rate(rate, size // 2, ratio, ALPHA / 2).passed:
        cause = _HEIGHTS
        if close(rate, 1.0):
            cause = "No height is ever above the curve: draw up to `ceiling`, not up to the curve itself."
            others = [_run(function, *args[:5], generator(9, stream))[1] for stream in range(12)]
            cause = cause if all(close(other, 1.0) for other in others) else _BLOCK
        fail(title, about, cause=cause, **details)
    _uniform(title, samples, low, high, details)


def shape(function, args, cdf, share, size, seed):
    """Judge the distribution of the samples, and the rate; `args` are density, low, high and ceiling."""
    title, args = name_of(function), (*args, size, generator(seed))
    samples, rate = _run(function, *args)
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    if not dkw(samples, cdf, ALPHA / 2, samples.size // 2).passed:
        cause = _HEIGHTS
        if np.all(np.diff(samples) >= 0.0):
            cause = _SORTED
        elif dkw_distance(size) > _from_uniform(samples, samples.min(), samples.max()):
            cause = "The height depends on the point: draw it independently of x, up to `ceiling`."
        fail(title, "the samples have the density's shape", cause=cause, **details)
    if not success_rate(rate, size // 2, share, ALPHA / 2).passed:
        about = "the acceptance rate is the share of the rectangle that is under the curve"
        fail(title, about, expected=f"about {share:.3g}", cause=_HEIGHTS, **details)


def seeds(function, seed):
    """Judge where chance comes from: one seed gives the same samples, another seed other ones."""
    title, args = name_of(function), (curves.level(0.5), 0.0, 1.0, 1.0, 50)
    first, again, other = (_run(function, *args, generator(seed, stream))[0] for stream in (0, 0, 1))
    if np.array_equal(first, other):
        cause = "A generator with a fixed seed is made inside the function: use `rng`."
        fail(title, "generators with different seeds give different samples", cause=cause)
    if not np.array_equal(first, again):
        cause = "Some numbers are not drawn from `rng`: `np.random.rand()` is another generator."
        fail(title, "generators with the same seed give the same samples", cause=cause)


def _run(function, *args):
    """Return the samples, an array of the right shape, and the acceptance rate."""
    title, size, density = name_of(function), args[4], args[0]
    try:
        value = call(function, *args, names=NAMES)
    except CheckFailed as failed:
        about, returned, cause = failed.about, failed.returned, failed.cause
        if getattr(density, "spent", False):
            about = "proposals must be accepted sooner or later"
            returned = "nothing: the density was evaluated without end"
            points = np.concatenate(density.calls)
            cause = f"Nothing is accepted. {_HEIGHTS}"
            if np.any((points < args[1]) | (points > args[2])):
                cause = _RANGE
        elif cause is None and "ValueError" in str(returned):
            cause = "The density may reach `ceiling`: only above it is an error."
        fail(title, about, given=failed.given, returned=returned, cause=cause)
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


def _from_uniform(samples, low, high):
    t, n = np.sort((samples - low) / (high - low)), samples.size
    steps = np.arange(n + 1) / n
    return float(np.max(np.maximum(np.abs(steps[1:] - t), np.abs(steps[:-1] - t))))


def _uniform(title, samples, low, high, details):
    """Judge samples that must be uniform from `low` to `high`."""

    def cdf(x):
        return np.clip((x - low) / (high - low), 0.0, 1.0)

    inside = np.all((samples >= low - 1e-6) & (samples <= high + 1e-6))
    if inside and (
        dkw_distance(samples.size / 2) >= 1.0 or dkw(samples, cdf, ALPHA / 2, samples.size // 2).passed
    ):
        return
    cause = _RANGE
    if np.all(np.diff(samples) >= 0.0):
        cause = _SORTED
    elif inside:
        cause = "Propose uniformly from `low` to `high`, and draw the height independently of the point."
    fail(title, "on a curve of constant height the samples are uniform", cause=cause, **details)
