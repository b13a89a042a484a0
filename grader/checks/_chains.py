"""Targets and proposals for chains: factories with plain parameters, written with `math`.

Each factory returns a function of one state. Rungs and states are whole numbers, exact in float32 too.
"""

import math

import numpy as np

from grader.checking import show

__all__ = [
    "always_same",
    "equal",
    "flat",
    "only_at",
    "rungs",
    "rungs_proposal",
    "steep",
    "step_by",
    "table_choice",
    "table_proposal",
    "two_peaks",
    "walk",
    "walk_proposal",
]


def flat(value=-1.0):
    """Return a log density that is the same everywhere."""

    def flat_log_density(x):
        return value

    flat_log_density.__name__ = f"x -> {value:g}"
    return flat_log_density


def only_at(point):
    """Return the log density of a target that has density at one point only."""

    def log_density_of_one_point(x):
        return 0.0 if np.array_equal(x, point) else -math.inf

    log_density_of_one_point.__name__ = f"x -> 0 if x == {show(point)} else -inf"
    return log_density_of_one_point


def steep(slope):
    """Return a log density that rises by `slope` nats a unit."""

    def rising_log_density(x):
        return slope * float(x)

    rising_log_density.__name__ = f"x -> {slope:g} x"
    return rising_log_density


def _short(numbers):
    return f"({', '.join(f'{number:.3g}' for number in numbers)})"


def _plus(drift):
    return f" + {drift:g}" if drift else ""


def _rung(x):
    return float(x[0] if np.ndim(x) else x)


def rungs(levels, offset=0.0):
    """Return a log density over whole numbers, a vector's first: `levels`, repeated, plus `offset`."""

    def log_density_of_rungs(x):
        return levels[round(_rung(x)) % len(levels)] + offset

    shown = _short([level + offset for level in levels])
    log_density_of_rungs.__name__ = f"{shown} at 0, 1, 2, ..., repeated"
    return log_density_of_rungs


def two_peaks():
    """Return the log of 0.4 N(-1, 0.1) + 0.6 N(1, 1), up to a constant; scales are standard deviations."""

    def log_density_of_two_peaks(x):
        x = float(x)
        density = 4.0 * math.exp(-50.0 * (x + 1.0) ** 2) + 0.6 * math.exp(-0.5 * (x - 1.0) ** 2)
        return math.log(density) if density > 0.0 else -math.inf

    log_density_of_two_peaks.__name__ = "log of 0.4 N(-1, 0.1) + 0.6 N(1, 1)"
    return log_density_of_two_peaks


def step_by(step):
    """Return a proposal that always moves by `step`, a number or a vector, without chance."""

    def propose_next(x, rng):
        return x + (np.array(step) if np.ndim(step) else step)

    propose_next.__name__ = f"x, rng -> x + {show(step)}"
    return propose_next


def always_same():
    """Return a proposal that always gives the point the chain is at."""

    def propose_same(x, rng):
        return np.array(x, dtype=float)[()]

    propose_same.__name__ = "x, rng -> x"
    return propose_same


def walk(scale, drift=0.0):
    """Return a proposal N(x + drift, scale) for a number x."""

    def propose_normal(x, rng):
        return float(x) + drift + scale * rng.standard_normal()

    propose_normal.__name__ = f"x, rng -> a draw from N(x{_plus(drift)}, {scale:g})"
    return propose_normal


def table_choice(rows):
    """Return a proposal over the states 0, 1, ...: `rows[i][j]` is the probability of j from i."""

    def propose_from_table(x, rng):
        height, row = rng.random(), rows[round(float(x))]
        for state, probability in enumerate(row):
            height -= probability
            if height < 0.0:
                return float(state)
        return float(max(state for state, probability in enumerate(row) if probability > 0.0))

    propose_from_table.__name__ = f"probabilities {show(rows)}"
    return propose_from_table


def equal(value=-1.0):
    """Return the log density of a symmetric proposal whose value is the same for every pair."""

    def constant(x_to, x_from):
        return value

    constant.__name__ = f"x_to, x_from -> {value:g}"
    return constant


def rungs_proposal(forward, backward):
    """Return a log proposal between rungs: `forward[k]` from k to k + 1, `backward[k]` from k + 1 to k."""

    def log_proposal_of_rungs(x_to, x_from):
        to, start = round(_rung(x_to)), round(_rung(x_from))
        return forward[start % len(forward)] if to > start else backward[to % len(backward)]

    log_proposal_of_rungs.__name__ = f"up {_short(forward)}, down {_short(backward)}"
    return log_proposal_of_rungs


def walk_proposal(scale, drift=0.0):
    """Return the log density of the proposal N(x_from + drift, scale)."""
    constant = -math.log(scale * math.sqrt(2.0 * math.pi))

    def normal_log_proposal(x_to, x_from):
        return constant - 0.5 * ((float(x_to) - float(x_from) - drift) / scale) ** 2

    normal_log_proposal.__name__ = f"log N(x_to | x_from{_plus(drift)}, {scale:g})"
    return normal_log_proposal


def table_proposal(rows):
    """Return the log probability of the proposal of `table_choice`."""
    logs = [[math.log(p) if p > 0.0 else -math.inf for p in row] for row in rows]

    def log_proposal_of_table(x_to, x_from):
        return logs[round(float(x_from))][round(float(x_to))]

    log_proposal_of_table.__name__ = "log of the proposal's probability"
    return log_proposal_of_table
