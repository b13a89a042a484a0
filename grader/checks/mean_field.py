"""mean-field: the log density of a factorised normal, and its gradients."""

import math

import numpy as np
import torch
from torch.distributions import Normal
from torch.nn import functional as F

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible
from grader.checking import check_gradients as judge_gradients

NAMES = ("theta", "mu", "rho")
RETURNS = "the log density"


def tensor(values):
    """Return values as a float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


SIGMA_1, SIGMA_2 = math.log(math.expm1(1.0)), math.log(math.expm1(2.0))
"""The rho whose softplus is 1, and the one whose softplus is 2."""


def _each(theta, mu, sigma):
    return Normal(mu, sigma, validate_args=False).log_prob(theta)


def _scaled(scale):
    """Return the log density with sigma = scale(rho) in place of softplus(rho)."""
    return lambda theta, mu, rho: _each(theta, mu, scale(rho)).sum(-1)


def _plus(extra):
    """Return the log density with `extra` of (standardised theta, sigma) added in each dimension."""

    def gives(theta, mu, rho):
        sigma = F.softplus(rho)
        return (_each(theta, mu, sigma) + extra((theta - mu) / sigma, sigma)).sum(-1)

    return gives


def _right(theta, mu, rho):
    return _each(theta, mu, F.softplus(rho)).sum(-1)


NAIVE = "softplus is written as log(1 + exp(rho)), which overflows, or loses its digits: use `F.softplus`."
MISTAKES = (
    Mistake(NAIVE, _scaled(lambda rho: torch.log(1 + torch.exp(rho)))),
    Mistake(NAIVE, _scaled(lambda rho: torch.log1p(torch.exp(rho)))),
    Mistake("This is the density; its logarithm is asked for.", lambda *args: _right(*args).exp()),
    Mistake(
        "This is the mean over the dimensions; the log of a product of factors is the sum.",
        lambda *args: _right(*args) / args[0].shape[1],
    ),
    Mistake("sigma = exp(rho) is used; softplus(rho) is asked for.", _scaled(torch.exp)),
    Mistake(
        "sigma = exp(rho / 2) is used; softplus(rho) is asked for.", _scaled(lambda rho: torch.exp(rho / 2))
    ),
    Mistake(
        "`rho` is used as the standard deviation itself; sigma is softplus(rho).", _scaled(lambda rho: rho)
    ),
    Mistake(
        "softplus(rho) is used as a variance; it is the standard deviation.",
        _scaled(lambda r: F.softplus(r).sqrt()),
    ),
    Mistake("The term -log(sigma) is missing.", _plus(lambda z, sigma: sigma.log())),
    Mistake("log(sigma) has the wrong sign.", _plus(lambda z, sigma: 2 * sigma.log())),
    Mistake(
        "-2 log(sigma) is used: the factor's normalisation is -log(sigma).",
        _plus(lambda z, sigma: -sigma.log()),
    ),
    Mistake(
        "The constant -log(2 pi) / 2 is missing in every dimension.",
        _plus(lambda z, s: math.log(2 * math.pi) / 2),
    ),
    Mistake(
        "The constant -log(2 pi) / 2 is counted once; every dimension has one.",
        lambda *args: _right(*args) + (args[0].shape[1] - 1) * math.log(2 * math.pi) / 2,
    ),
    Mistake("The square lacks its factor 1/2.", _plus(lambda z, sigma: -0.5 * z**2)),
    Mistake(
        "The distance is divided by sigma once; the square needs sigma^2.",
        _plus(lambda z, s: 0.5 * z**2 * (1 - s)),
    ),
    Mistake("This is -log q.", lambda *args: -_right(*args)),
    Mistake(
        "The log density of each dimension came back; add them up, over the last axis.",
        lambda theta, mu, rho: _each(theta, mu, F.softplus(rho)),
    ),
    Mistake(
        "Everything is summed to one number; each point has a log density of its own.",
        lambda *args: _right(*args).sum(),
    ),
)
POINTS = Case(
    "three points in two dimensions, with standard deviations 1 and 2",
    (tensor([[0.0, 1.0], [1.0, 1.0], [2.0, 3.0]]), tensor([0.0, 1.0]), tensor([SIGMA_1, SIGMA_2])),
    np.array([0.0, -0.5, -2.5]) - math.log(4 * math.pi),
)
POINTS_GRADIENTS = (
    np.array([[0.0, 0.0], [-1.0, 0.0], [-2.0, -0.5]]),
    np.array([3.0, 0.5]),
    np.array([2 * (1 - math.exp(-1)), -1 * (1 - math.exp(-2))]),
)


@visible
def check(log_q):
    """Judge `log_q` by its values and gradients on points that can be worked out by hand."""
    extremes = Case(
        "standard deviations of 9.4e-14 and 800",
        (tensor([[0.0, 0.0], [1e-13, 400.0]]), tensor([0.0, 0.0]), tensor([-30.0, 800.0])),
        np.array([21.477511205922774, 20.781507511014878]),
    )
    check_cases(log_q, [POINTS, extremes], RETURNS, names=NAMES, mistakes=MISTAKES)
    slope = 400 / 800**2
    slopes = [
        Case("three points", POINTS.args, POINTS_GRADIENTS),
        Case(
            "a standard deviation of 800",
            (tensor([[400.0], [0.0]]), tensor([0.0]), tensor([800.0])),
            (np.array([[-slope], [0.0]]), np.array([slope]), np.array([-1.75 / 800])),
        ),
    ]
    judge_gradients(log_q, slopes, wrt=(0, 1, 2), names=NAMES)
    refuses(log_q)
    return "values and gradients at three points, at very small and very large scales, and refusals"


def refuses(log_q):
    """Judge which bad arguments `log_q` refuses."""
    theta, mu, rho = POINTS.args
    three = tensor([0.4, 0.5, 0.6])
    bad = [
        Bad("NaN in the points", (tensor([[math.nan, 1.0]] * 3), mu, rho), ("theta",)),
        Bad("NaN in mu", (theta, tensor([math.nan, 0.0]), rho), ("mu",)),
        Bad("NaN in rho", (theta, mu, tensor([0.5, math.nan])), ("rho",)),
        Bad("points of another dimension", (tensor([[1.0] * 3] * 4), mu, rho), NAMES),
        Bad("a mu of another shape", (theta, three, rho), NAMES),
        Bad("a rho of another shape", (theta, mu, three), NAMES),
    ]
    check_raises(log_q, bad, POINTS, RETURNS, names=NAMES)
