"""Probes of a rejection sampler: where its darts land, which of them it keeps, and what it counts.

Proposals may come in pairs that mirror each other: the gates count half as many.
"""

import numpy as np

from grader.checking import (
    ALPHA,
    CheckFailed,
    arguments,
    close,
    dkw,
    dkw_distance,
    fail,
    generator,
    name_of,
    show,
    success_rate,
)
from grader.checks import _curves as curves
from grader.checks._dart_records import (
    SORTED,
    all_or_nothing,
    distance,
    from_uniform,
    range_cause,
    rate_cause,
    returned,
    right_rates,
)
from grader.checks._dart_runs import HEIGHTS, NAMES, RETURNS, SAME_POINT, run

__all__ = ["NAMES", "RETURNS", "all_accepted", "certain", "constant_ratio", "seeds", "shape"]

_BLOCK = "One height decides for a whole block of proposals: draw one for each."


def certain(function, low, high, support, ceiling, size, seed):
    """Judge a curve that is at the ceiling on a part of the interval, and zero elsewhere.

    No decision is random there, and what was proposed is known from where the density was evaluated: samples
    and rate are judged exactly.
    """
    title, (left, right) = name_of(function), support
    watched = curves.Watched(curves.plateau(left, right, ceiling))
    args = (watched, low, high, ceiling, size, generator(seed))
    samples, rate = run(function, *args)
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    proposed = np.concatenate(watched.calls) if watched.calls else np.empty(0)
    reach = 2e-6 * max(abs(low), abs(high), high - low)
    if proposed.size == 0 or np.any(distance(samples, proposed) > reach):
        cause = "The samples are points at which the density was evaluated: return the accepted proposals x."
        if np.all((samples >= 0.0) & (samples <= ceiling)):
            cause = "These are heights: return the accepted proposals x, not the heights drawn with them."
        fail(title, "every sample is one of the proposals", cause=cause, **details)
    if size - np.unique(samples).size > size / 50:
        cause = "Samples come back several times: go on proposing, do not draw again from a fixed set."
        if np.array_equal(samples, np.resize(samples[: np.unique(samples).size], size)):
            cause = "The first samples are repeated until there are enough: go on proposing."
        fail(title, "samples are different points", cause=cause, **details)
    outside = (samples < left - reach) | (samples > right + reach)
    if outside.any():
        cause = "Not every sample was tested: accept a proposal only where its height is below the curve."
        if outside.all():
            cause = "The comparison is the wrong way round: accept where the height is below the curve."
        elif rate < 0.5 * (right - left) / (high - low) and returned(proposed, samples, reach).all():
            cause = SAME_POINT
        details["expected"] = f"samples in [{left:g}, {right:g})"
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
    samples, rate = run(function, *args)
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    if not close(rate, 1.0):
        cause = HEIGHTS
        if size > 50 and abs(rate - ceiling) < 0.2 * ceiling:
            cause = "The heights are drawn from 0 to 1: they go from 0 to `ceiling`."
        fail(
            title,
            "with a curve at the ceiling everywhere every proposal is accepted",
            expected="a rate of 1",
            cause=cause,
            **details,
        )
    _uniform(title, samples, low, high, details, 1.0)


def constant_ratio(function, low, high, ceiling, ratio, size, seed):
    """Judge a curve at a constant part of the ceiling: that part of the proposals is accepted, by chance."""
    title = name_of(function)
    watched = curves.Watched(curves.level(ratio * ceiling))
    args = (watched, low, high, ceiling, size, generator(seed))
    about = "with a curve at a constant part of the ceiling this part of the proposals is accepted"
    details = {"given": arguments(NAMES, args), "expected": f"a rate of about {ratio:.3g}"}
    try:
        samples, rate = run(function, *args)
    except CheckFailed as failed:
        if watched.spent:
            failed.cause = _decided_by(function, args) or failed.cause
        raise
    details["returned"] = show((samples, rate))
    if all_or_nothing(watched.calls, samples, 2e-6 * max(abs(low), abs(high))):
        fail(title, about, cause=_BLOCK, **details)
    if not success_rate(rate, size // 2, ratio, ALPHA / 2).passed:
        cause = HEIGHTS
        if close(rate, 1.0):
            cause = _decided_by(function, args) or cause
        elif abs(rate - ratio**2) < 0.03:
            cause = f"About the square of the right share is accepted: one height decides, not two. {HEIGHTS}"
        fail(title, about, cause=cause, **details)
    _uniform(title, samples, low, high, details, ratio)


def _decided_by(function, args):
    """Return why a curve at a constant part of the ceiling has all proposals accepted, or none."""
    rates = set()
    for stream in range(24):
        watched = curves.Watched(args[0].density, 2_000, 200_000)
        try:
            rates.add(round(run(function, watched, *args[1:5], generator(9, stream))[1], 9))
        except CheckFailed:
            rates.add(None)
    if rates == {None}:
        return f"Chance plays no part: below a part of the ceiling nothing is ever accepted. {HEIGHTS}"
    if rates != {1.0}:
        return _BLOCK
    low, high, ceiling, size = args[1:5]
    triangle = curves.Watched(curves.triangle(low, high, ceiling))
    if close(run(function, triangle, low, high, ceiling, size, generator(9))[1], 1.0):
        return "Each height is drawn up to the curve at its own point: draw it up to `ceiling`."
    return "Heights are drawn up to the largest value that was found: draw them up to `ceiling`."


def shape(function, args, cdf, share, size, seed):
    """Judge the distribution of the samples, and the rate; `args` are density, low, high and ceiling."""
    title, args = name_of(function), (*args, size, generator(seed))
    samples, rate = run(function, *args)
    details = {"given": arguments(NAMES, args), "returned": show((samples, rate))}
    if not dkw(samples, cdf, ALPHA / 2, samples.size // 2).passed:
        cause = HEIGHTS
        if np.all(np.diff(samples) >= 0.0):
            cause = SORTED
        elif dkw_distance(size) > from_uniform(samples, samples.min(), samples.max()):
            cause = "The height depends on the point: draw it independently of x, up to `ceiling`."
        grid = np.linspace(args[1], args[2], 20_001)
        right = np.interp((0.25, 0.5, 0.75), cdf(grid), grid)
        details["returned"] = f"quartiles {show(np.quantile(samples, (0.25, 0.5, 0.75)))}"
        about = "the samples have the density's shape"
        fail(title, about, expected=f"quartiles of about {show(right)}", cause=cause, **details)
    if not success_rate(rate, size // 2, share, ALPHA / 2).passed:
        about = "the acceptance rate is the share of the rectangle that is under the curve"
        fail(title, about, expected=f"about {share:.3g}", cause=HEIGHTS, **details)


def seeds(function, seed):
    """Judge where chance comes from: one seed gives the same samples, another seed other ones."""
    title, args = name_of(function), (curves.level(0.5), 0.0, 1.0, 1.0, 50)
    first, again, other = (run(function, *args, generator(seed, stream))[0] for stream in (0, 0, 1))
    if np.array_equal(first, other):
        cause = "A generator with a fixed seed is made inside the function: use `rng`."
        fail(title, "generators with different seeds give different samples", cause=cause)
    if not np.array_equal(first, again):
        cause = "Some numbers are not drawn from `rng`: `np.random.rand()` is another generator."
        fail(title, "generators with the same seed give the same samples", cause=cause)


def _uniform(title, samples, low, high, details, share):
    """Judge samples that must be uniform from `low` to `high`."""

    def cdf(x):
        return np.clip((x - low) / (high - low), 0.0, 1.0)

    inside = np.all((samples >= low - 1e-6) & (samples <= high + 1e-6))
    if inside and (
        dkw_distance(samples.size / 2) >= 1.0 or dkw(samples, cdf, ALPHA / 2, samples.size // 2).passed
    ):
        return
    about, cause = (
        "on a curve of constant height the samples are uniform",
        range_cause(samples, low, high, share),
    )
    details["expected"] = f"samples uniform from {low:g} to {high:g}"
    fail(title, about, cause=cause, **details)
