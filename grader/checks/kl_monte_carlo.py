"""kl-monte-carlo: the divergence as a mean over samples, with its standard error.

Decides by: estimate and standard error for samples that are given, so nothing is random: by hand and, hidden,
nine random problems against exactly rounded sums, each to 2e-6 of itself, with log densities off by up to
5,000 nats and once with samples whose moments make the estimate the closed form. The standard error may have
ddof 0 or 1.

Cannot see: which ddof was used; an error below 2e-6; densities other than factorised normals.
"""

import math

import torch
from torch.distributions import Normal, kl_divergence

from grader.checking import (
    Bad,
    Case,
    CheckFailed,
    agreed,
    check_cases,
    check_raises,
    generator,
    hidden,
    visible,
)
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


def _judge(function, case, sources=()):
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
    _judge(kl_monte_carlo, SIX)
    for offset in (800.0, -800.0):
        about = f"both log densities raised by {offset:g}: nothing changes"
        _judge(kl_monte_carlo, Case(about, _six_samples(offset, offset), SIX.expected))
    shifted = (SIX.expected[0] - 0.7, SIX.expected[1])
    _judge(
        kl_monte_carlo,
        Case("log p alone raised by 0.7: the estimate falls by 0.7", _six_samples(0.0, 0.7), shifted),
    )
    _refuses(kl_monte_carlo)
    return (
        "estimate and standard error from six samples, whatever the size of the log densities, and refusals"
    )


@hidden
def check_hidden(kl_monte_carlo, oracle, reference, seed):
    """Judge `kl_monte_carlo` on random samples and where the estimate must be the closed form."""
    rng = generator(seed)

    def problem(n, d, offset_q=0.0, offset_p=0.0):
        mean_q, mean_p = rng.normal(0.0, 1.0, (2, d))
        scale_q, scale_p = rng.uniform(0.3, 0.8, d), rng.uniform(1.2, 2.0, d)
        samples = torch.from_numpy(mean_q + scale_q * rng.standard_normal((n, d)))
        log_q = normal_log_density(tuple(mean_q), tuple(scale_q), offset_q)
        return log_q, normal_log_density(tuple(mean_p), tuple(scale_p), offset_p), samples

    cases = [
        Case("random samples in three dimensions", problem(40, 3)),
        Case("one dimension", problem(25, 1)),
        Case("many samples", problem(2000, 2)),
        Case("fewer samples than dimensions", problem(3, 30)),
        Case("a log p that is not normalised", problem(40, 3, 0.0, 0.7)),
        Case("log densities far above zero", problem(40, 3, 800.0, 800.0)),
        Case("log densities far below zero", problem(40, 3, -5000.0, -5000.0)),
        Case("log densities far apart", problem(40, 3, 800.0, -800.0)),
        _matched(rng),
    ]
    for case in cases:
        _judge(kl_monte_carlo, case, (oracle, reference))
    return "estimate and standard error for random samples, at any offset of the log densities"


def _matched(rng):
    """Return a case whose samples have exactly the mean and variance of q: the estimate is the divergence.

    Between normals log q - log p is quadratic, and so its mean depends on nothing else of the samples.
    """
    mean, scale, far, wide = 0.4, 0.6, -0.8, 1.5
    eps = rng.standard_normal(30)
    eps = (eps - eps.mean()) / eps.std()
    log_q, log_p = normal_log_density((mean,), (scale,)), normal_log_density((far,), (wide,))
    samples = torch.from_numpy(mean + scale * eps[:, None])
    exact = kl_divergence(Normal(mean, scale), Normal(far, wide)).item()
    error = (log_q(samples) - log_p(samples)).std().item() / math.sqrt(len(samples))
    return Case(
        "samples with the moments of q: the estimate is the divergence",
        (log_q, log_p, samples),
        (exact, error),
    )


def _refuses(kl_monte_carlo):
    log_q, log_p, samples = _six_samples()
    spoiled = samples.clone()
    spoiled[2, 1] = math.nan
    bad = [
        Bad("an empty sample", (log_q, log_p, samples[:0]), ("samples",)),
        Bad("NaN in the samples", (log_q, log_p, spoiled), ("samples",)),
    ]
    check_raises(kl_monte_carlo, bad, _judge(kl_monte_carlo, SIX), RETURNS, names=NAMES)


@hidden
def check_errors(kl_monte_carlo):
    """Judge which bad arguments `kl_monte_carlo` refuses."""
    _refuses(kl_monte_carlo)
    return "bad arguments are refused with a ValueError that names them"
