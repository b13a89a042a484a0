"""What the places where a density was evaluated say about a rejection sampler.

`calls` are the points of each evaluation, `hits` which of them are accepted for certain, `samples` what came
back, and `reach` is how far a sample in single precision may lie from its proposal.
"""

import numpy as np

from grader.checking import close, dkw_distance

__all__ = [
    "RANGE",
    "SORTED",
    "all_or_nothing",
    "distance",
    "from_uniform",
    "range_cause",
    "rate_cause",
    "returned",
    "right_rates",
]

SORTED = "The samples were sorted before the surplus was cut off: keep those that were drawn first."
RANGE = "Propose uniformly from `low` to `high`: low + (high - low) u."


def distance(values, points):
    """Return the distance of each value to the nearest of the points."""
    points = np.sort(points)
    place = np.clip(np.searchsorted(points, values), 1, max(points.size - 1, 1))
    near = points[np.stack([place - 1, np.minimum(place, points.size - 1)])]
    return np.min(np.abs(near - values), axis=0)


def returned(points, samples, reach):
    """Return which points came back as samples, exactly or, where none did, in single precision."""
    apart = distance(points, samples)
    return apart <= (0.0 if np.any(apart == 0.0) else reach)


def all_or_nothing(calls, samples, reach):
    """Return whether each block of proposals was accepted as a whole or not at all, and both occurred."""
    back = returned(np.concatenate(calls), samples, reach)
    back = back[: np.flatnonzero(back)[-1] + 1]
    blocks = np.split(back, np.cumsum([points.size for points in calls])[:-1])
    blocks = [block for block in blocks if block.size >= 20]
    return sum(block.size for block in blocks) >= 200 and {block.mean() for block in blocks} == {0.0, 1.0}


def right_rates(calls, hits, samples, reach):
    """Return the rates that are right for these evaluations.

    A function may evaluate a proposal twice, or look at the curve before it proposes: points that could be
    accepted, and do not come back.
    """
    back = returned(np.concatenate(calls), samples, reach)
    first = np.searchsorted(np.cumsum([points.size for points in calls]), np.flatnonzero(back)[0], "right")
    looked = max((i + 1 for i in range(first) if hits[i].any()), default=0)
    for start in {0, looked}:
        points, hit = np.concatenate(calls[start:]), np.concatenate(hits[start:])
        yield hit.mean()
        yield hit[np.unique(points, return_index=True)[1]].mean()


def rate_cause(rate, calls, hits, samples, reach):
    """Return the misconception that gives exactly this rate, or None."""
    points, hit, size = np.concatenate(calls), np.concatenate(hits), samples.size
    needed = np.flatnonzero(returned(points, samples, reach))[-1] + 1
    left_over = "Left-over proposals count too, accepted or not: divide all accepted by all proposed."
    block = "Only one block of proposals is counted: count all of them."
    known = (
        (size / points.size, "It is `size` over all proposals: left-over accepted proposals count too."),
        (size / needed, f"It stops counting with the last sample that is needed. {left_over}"),
        (1.0 - hit.mean(), "It is the share of rejected proposals."),
        (1.0 / hit.mean(), "It is proposed over accepted, upside down."),
        (hit.sum(), "It is the number of accepted proposals: divide by the number of proposals."),
        (100.0 * hit.mean(), "It is in percent: a fraction is asked for."),
        (hits[0].mean(), block),
        (hits[-1].mean(), block),
        (size / calls[0].size, block),
        (hit.sum() / calls[0].size, block),
        (size / (points.size - hit.sum()), "It is accepted over rejected: divide by all proposals."),
        (hit.sum() / (points.size - hit.sum()), "It is accepted over rejected: divide by all proposals."),
    )
    return next((says for value, says in known if close(rate, value)), None)


def from_uniform(samples, low, high):
    """Return the distance of the samples' CDF from that of the uniform distribution from `low` to `high`."""
    t, n = np.sort((samples - low) / (high - low)), samples.size
    steps = np.arange(n + 1) / n
    return float(np.max(np.maximum(np.abs(steps[1:] - t), np.abs(steps[:-1] - t))))


def range_cause(samples, low, high, share):
    """Return why samples are not uniform from `low` to `high`, where `share` of the proposals is accepted."""
    if samples.size > 2 and np.all(np.diff(samples) >= 0.0):
        return SORTED
    one_number = "Point and height come from one random number: draw the height independently of the point."
    middle, width = (low + high) / 2.0, high - low
    known = [
        (0.0, 1.0, f"The proposals fill [0, 1], whatever the interval. {RANGE}"),
        (low, low + high, f"The proposals go from `low` to low + high. {RANGE}"),
        (0.0, high, f"The proposals go from 0 to `high`. {RANGE}"),
        (0.0, width, f"The proposals go from 0 to high - low: `low` is not added. {RANGE}"),
    ]
    if share < 1.0:
        known += [(low, low + share * width, one_number), (high - share * width, high, one_number)]
    known = [(from_uniform(samples, a, b), says) for a, b, says in known if a < b]
    nearest, says = min(known)
    if nearest < dkw_distance(samples.size / 2):
        return says
    if np.mean(np.abs(samples - middle) < width / 4.0) > 0.6:
        return f"The proposals crowd in the middle, as normal ones do. {RANGE}"
    if np.all((samples >= low) & (samples <= high)):
        return "Propose uniformly from `low` to `high`, and draw the height independently of the point."
    return RANGE
