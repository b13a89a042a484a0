"""jensen: log of the mean minus mean of the log.

Decides by: the gap by hand and, hidden, for ten sets of random log weights against decimals of 40 digits, to
2e-6 of the value plus 1e-6 nats: offsets of 5,000 and a million, differences of thousands, 300 weights, equal
weights, one weight.

Cannot see: an error below a millionth of a nat, which is about 0.2 % of the smallest gap that is tried; log
weights of -inf, which the contract leaves out.
"""

import math

import torch

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, generator, hidden, visible

NAMES = ("log_weights",)
RETURNS = "the gap"
ATOL = 1e-6


def _tensor(values):
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

WEIGHTS = Case("the weights 1, 2 and 6", (_tensor([1.0, 2.0, 6.0]).log(),), math.log(3 / 12 ** (1 / 3)))


@visible
def check(jensen_gap):
    """Judge `jensen_gap` on three weights, also multiplied by enormous and tiny factors."""
    logs = WEIGHTS.args[0]
    cases = [
        WEIGHTS,
        Case("log weights that are positive numbers", (_tensor([1.0, 2.0]),), math.log(math.cosh(0.5))),
        Case("equal weights: no gap", (_tensor([2.5] * 4),), 0.0),
        Case("all log weights lowered by 5000: the same gap", (logs - 5000.0,), WEIGHTS.expected),
        Case("all log weights raised by 5000: the same gap", (logs + 5000.0,), WEIGHTS.expected),
        Case("all log weights lowered by a million: the same gap", (logs - 1e6,), WEIGHTS.expected),
    ]
    check_cases(jensen_gap, cases, RETURNS, names=NAMES, mistakes=MISTAKES, atol=ATOL)
    _refuses(jensen_gap)
    return "the gap of three weights, of equal weights and of weights of any size, and refusals"


@hidden
def check_hidden(jensen_gap, oracle, reference, seed):
    """Judge `jensen_gap` on random log weights of any size."""
    rng = generator(seed)

    def logs(n, spread=1.0):
        return torch.from_numpy(spread * rng.standard_normal(n))

    cases = [
        Case("random weights", (logs(9),)),
        Case("very negative log weights", (logs(9) - 5000.0,)),
        Case("weights that differ widely", (logs(12, 8.0),)),
        Case("weights that differ by thousands in the logarithm", (logs(6, 3000.0),)),
        Case("weights that hardly differ", (logs(40, 0.03),)),
        Case("many weights", (logs(300),)),
        Case("one weight: no gap", (logs(1),), 0.0),
        Case("equal weights: no gap", (_tensor([float(rng.normal())] * 7),), 0.0),
        Case("large log weights", (logs(9) + 5000.0,)),
        Case("extremely negative log weights", (logs(9) - 1e6,)),
    ]
    check_cases(
        jensen_gap, cases, RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES, atol=ATOL
    )
    return "the gap of random weights of any size"


def _refuses(jensen_gap):
    bad = [
        Bad("an empty sample", (_tensor([]),), NAMES),
        Bad("NaN among the log weights", (_tensor([0.3, math.nan, 1.0]),), NAMES),
    ]
    check_raises(jensen_gap, bad, WEIGHTS, RETURNS, names=NAMES)


@hidden
def check_errors(jensen_gap):
    """Judge which bad arguments `jensen_gap` refuses."""
    _refuses(jensen_gap)
    return "bad arguments are refused with a ValueError that names them"
