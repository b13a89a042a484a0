"""jensen: log of the mean minus mean of the log."""

import math

import torch

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible

NAMES = ("log_weights",)
RETURNS = "the gap"
ATOL = 1e-6


def tensor(values):
    """Return values as a float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


def _single(log_weights):
    logs = log_weights.float()
    return torch.logsumexp(logs, 0) - math.log(len(logs)) - logs.mean()


MISTAKES = (
    Mistake(
        "The sign is turned round: for the concave logarithm, log of the mean is the larger one.",
        lambda logs: logs.mean() - torch.logsumexp(logs, 0) + math.log(len(logs)),
    ),
    Mistake(
        "This is the logarithm of the *sum* of the weights; the mean divides it by their number.",
        lambda logs: torch.logsumexp(logs, 0) - logs.mean(),
    ),
    Mistake(
        "This is the logarithm of the mean weight alone; the mean of the logarithms is to be subtracted.",
        lambda logs: torch.logsumexp(logs, 0) - math.log(len(logs)),
    ),
    Mistake(
        "`exp` of the log weights left the range of numbers (0 or infinity): work relative to the largest.",
        lambda logs: logs.exp().mean().log() - logs.mean(),
    ),
    Mistake(
        "The largest log weight was subtracted before `exp` and never added back.",
        lambda logs: (logs - logs.max()).exp().mean().log() - logs.mean(),
    ),
    *(
        Mistake(
            "A small number was added so as not to take the logarithm of 0: the result is that number's.",
            lambda logs, tiny=tiny: (logs.exp().mean() + tiny).log() - logs.mean(),
        )
        for tiny in (1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, 1e-100, 1e-300)
    ),
    *(
        Mistake(
            "The log weights were clamped to the range of `exp`: that changes the weights, and so the gap.",
            lambda logs, most=most: logs.clamp(-most, most).exp().mean().log() - logs.mean(),
        )
        for most in (50, 80, 88, 100, 500, 700, 709)
    ),
    Mistake(
        "The argument holds logarithms of the weights; it is used as if it held the weights.",
        lambda logs: logs.mean().log() - logs.log().mean(),
    ),
    Mistake(
        "This is what single precision gives: large log weights lose their digits. Stay in float64.", _single
    ),
)
WEIGHTS = Case("the weights 1, 2 and 6", (tensor([1.0, 2.0, 6.0]).log(),), math.log(3 / 12 ** (1 / 3)))


@visible
def check(jensen_gap):
    """Judge `jensen_gap` on three weights, also multiplied by enormous and tiny factors."""
    logs = WEIGHTS.args[0]
    cases = [
        WEIGHTS,
        Case("log weights that are positive numbers", (tensor([1.0, 2.0]),), math.log(math.cosh(0.5))),
        Case("equal weights: no gap", (tensor([2.5] * 4),), 0.0),
        Case("all log weights lowered by 5000: the same gap", (logs - 5000.0,), WEIGHTS.expected),
        Case("all log weights raised by 5000: the same gap", (logs + 5000.0,), WEIGHTS.expected),
        Case("all log weights lowered by a million: the same gap", (logs - 1e6,), WEIGHTS.expected),
    ]
    check_cases(jensen_gap, cases, RETURNS, names=NAMES, mistakes=MISTAKES, atol=ATOL)
    refuses(jensen_gap)
    return "the gap of three weights, of equal weights and of weights of any size, and refusals"


def refuses(jensen_gap):
    """Judge which bad arguments `jensen_gap` refuses."""
    bad = [
        Bad("an empty sample", (tensor([]),), NAMES),
        Bad("NaN among the log weights", (tensor([0.3, math.nan, 1.0]),), NAMES),
    ]
    check_raises(jensen_gap, bad, WEIGHTS, RETURNS, names=NAMES)
