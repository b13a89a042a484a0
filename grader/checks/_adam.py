"""Judge the steps of a training loop on ELBOs without noise, where Adam's are known exactly."""

import numpy as np

from grader.checking import CheckFailed, close, fail, name_of, show
from grader.checks._adam_mistakes import AFTER_30_STEPS, HILL, OTHER_ENDS, PLANE, RATE, STEPS, walks
from grader.checks._fits import RETURNS, RTOL, fit, plane

__all__ = ["OTHER", "judge_steps", "known_cause"]

OTHER = (
    "These are not plain Adam's steps at a constant learning rate: another optimiser, a schedule, an average "
    "or gradients that accumulate give such results."
)


def judge_steps(function):
    """Judge the steps on a plane, where Adam's are all as long as the learning rate, and over a hill."""
    right, wrong = walks()
    given = f"n_steps={STEPS}, learning_rate={RATE} and an elbo with constant slopes"
    found, _ = fit(function, plane(*PLANE["slopes"]), PLANE["start"], STEPS, RATE)
    gains = np.diff(found[2])
    shrinks = np.all(gains > 0) and np.all(np.diff(gains) < -1e-6 * gains[0])
    otherwise = (
        "The steps shrink from one to the next: keep the learning rate constant." if shrinks else OTHER
    )
    end, _ = fit(function, HILL, ([3.0], [0.5]), 30, 0.2)
    ends = tuple((says, (np.array([mu]), np.array([rho]))) for says, mu, rho in OTHER_ENDS)
    otherwise = _known(end[:2], ends) or otherwise
    _compare(
        function,
        "on a constant slope, each step moves every parameter by the learning rate, uphill",
        given,
        found,
        right,
        wrong,
        otherwise,
    )
    given = "n_steps=30, learning_rate=0.2 and an elbo with one peak"
    _compare(function, "thirty of Adam's steps over a hill", given, end[:2], AFTER_30_STEPS, ends)


def _known(found, wrong):
    return next((says for says, result in wrong if close(found, result, RTOL)), None)


def _compare(function, about, given, found, right, wrong, otherwise=OTHER):
    if close(found, right, RTOL):
        return
    cause = _known(found, wrong) or otherwise
    names = ", ".join(
        f"`{name}`" for name, a, b in zip(RETURNS, found, right, strict=False) if not close(a, b, RTOL)
    )
    fail(
        name_of(function),
        f"{about}: {names}",
        given=given,
        expected=show(right),
        returned=show(found),
        cause=cause,
    )


def known_cause(function):
    """Return the misconception that the visible check would name, if any."""
    try:
        judge_steps(function)
    except CheckFailed as failed:
        return failed.cause
    return None
