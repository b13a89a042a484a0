"""kl-monte-carlo: the divergence as a mean over samples, with its standard error."""

import math

import torch

from grader.checking import Bad, Case, CheckFailed, agreed, check_cases, check_raises, visible
from grader.checks._kl_monte_carlo_mistakes import MISTAKES

NAMES = ("log_q", "log_p", "samples")
RETURNS = ("estimate", "standard_error")
LOG_2PI = math.log(2 * math.pi)


def _tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def normal_log_density(mean, scale, offset=0.0):
    """Return the log density of a factorised normal, plus an offset, as a function of points (S, D).

    Parameters
    ----------
    mean, scale : sequence of float
        Mean and standard deviation in each dimension.
    offset : float
        What is added: the logarithm of a factor by which the density is not normalised.
    """

    def log_density(theta):
        theta = torch.as_tensor(theta)
        centre, width = torch.tensor(mean, dtype=theta.dtype), torch.tensor(scale, dtype=theta.dtype)
        each = -0.5 * ((theta - centre) / width) ** 2 - torch.log(width) - 0.5 * LOG_2PI
        return each.sum(-1) + offset

    log_density.__name__ = f"log N({mean}, {scale})" + (f" {offset:+g}" if offset else "")
    return log_density


def judge(function, case, sources=()):
    """Judge one case with either kind of standard error; return it with the expected value that fits."""
    expected = case.expected or agreed(case.about, case.args, *sources)
    n = len(case.args[2])
    smaller = (expected[0], float(expected[1]) * math.sqrt((n - 1) / n))
    first, second = (Case(case.about, case.args, value) for value in (expected, smaller))
    try:
        check_cases(function, [first], RETURNS, names=NAMES, mistakes=MISTAKES)
    except CheckFailed as failed:
        try:
            check_cases(function, [second], RETURNS, names=NAMES)
        except CheckFailed:
            raise failed from None
        return second
    return first


def _six_samples(offset_q=0.0, offset_p=0.0):
    samples = _tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0], [2.0, -2.0], [2.0, -1.0], [3.0, 0.5]])
    log_q = normal_log_density((1.0, 0.0), (1.0, 2.0), offset_q)
    return log_q, normal_log_density((0.0, 0.0), (2.0, 2.0), offset_p), samples


SIX = Case(
    "six samples in two dimensions",
    _six_samples(),
    (math.log(2) - 0.1875, math.sqrt(0.8359375 / 30)),
)


@visible
def check(kl_monte_carlo):
    """Judge `kl_monte_carlo` on six samples, at several offsets of the log densities."""
    judge(kl_monte_carlo, SIX)
    for offset in (800.0, -800.0):
        about = f"both log densities raised by {offset:g}: nothing changes"
        judge(kl_monte_carlo, Case(about, _six_samples(offset, offset), SIX.expected))
    shifted = (SIX.expected[0] - 0.7, SIX.expected[1])
    judge(
        kl_monte_carlo,
        Case("log p alone raised by 0.7: the estimate falls by 0.7", _six_samples(0.0, 0.7), shifted),
    )
    refuses(kl_monte_carlo)
    return (
        "estimate and standard error from six samples, whatever the size of the log densities, and refusals"
    )


def refuses(kl_monte_carlo):
    """Judge which bad arguments `kl_monte_carlo` refuses."""
    log_q, log_p, samples = _six_samples()
    spoiled = samples.clone()
    spoiled[2, 1] = math.nan
    bad = [
        Bad("an empty sample", (log_q, log_p, samples[:0]), ("samples",)),
        Bad("NaN in the samples", (log_q, log_p, spoiled), ("samples",)),
    ]
    check_raises(kl_monte_carlo, bad, judge(kl_monte_carlo, SIX), RETURNS, names=NAMES)
