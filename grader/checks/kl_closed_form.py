"""kl-closed-form: the Kullback-Leibler divergence of two factorised normals."""

import math

import numpy as np
import torch
from torch.distributions import Normal, kl_divergence

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible

NAMES = ("mu_q", "sigma_q", "mu_p", "sigma_p")
RETURNS = "the divergence"
ATOL = 1e-6


def _tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def _tensors(*values):
    return torch.broadcast_tensors(*(torch.as_tensor(value, dtype=torch.float64) for value in values))


def _each(mu_q, sigma_q, mu_p, sigma_p):
    """Return the divergence in each dimension."""
    mu_q, sigma_q, mu_p, sigma_p = _tensors(mu_q, sigma_q, mu_p, sigma_p)
    return kl_divergence(Normal(mu_q, sigma_q), Normal(mu_p, sigma_p))


def _plus(extra):
    """Return the divergence with `extra` of the broadcast arguments added in each dimension."""
    return lambda *args: (_each(*args) + extra(*_tensors(*args))).sum()


def _roots(mu_q, sigma_q, mu_p, sigma_p):
    _, sigma_q, _, sigma_p = _tensors(mu_q, sigma_q, mu_p, sigma_p)
    return _each(mu_q, sigma_q.sqrt(), mu_p, sigma_p.sqrt()).sum()


def _logarithm_once(mu_q, sigma_q, mu_p, sigma_p):
    narrow, wide = _tensors(sigma_q, sigma_p)
    every = _tensors(sigma_q, sigma_p, mu_q, mu_p)
    return (
        _each(mu_q, sigma_q, mu_p, sigma_p).sum()
        - (every[1] / every[0]).log().sum()
        + (wide / narrow).log().sum()
    )


MISTAKES = (
    Mistake(
        "This is KL(p || q): the expectation is taken under p. It must be taken under q, the first pair.",
        lambda mu_q, sigma_q, mu_p, sigma_p: _each(mu_p, sigma_p, mu_q, sigma_q).sum(),
    ),
    Mistake(
        "This is KL(q || p) + KL(p || q): only the first is asked for.",
        lambda a, b, c, d: (_each(a, b, c, d) + _each(c, d, a, b)).sum(),
    ),
    Mistake(
        "This is the mean of KL(q || p) and KL(p || q): only the first is asked for.",
        lambda a, b, c, d: (_each(a, b, c, d) + _each(c, d, a, b)).sum() / 2,
    ),
    Mistake("`sigma_q` and `sigma_p` are standard deviations; they are used as variances.", _roots),
    Mistake(
        "This is the mean over the dimensions; the divergence of a factorised distribution is the sum.",
        lambda *args: _each(*args).mean(),
    ),
    Mistake("One divergence for each dimension came back; add them up.", _each),
    Mistake(
        "The -1/2 is subtracted once; every dimension has one.",
        lambda *args: _each(*args).sum() + (_each(*args).numel() - 1) / 2,
    ),
    Mistake("The -1/2 of every dimension is missing.", lambda *args: (_each(*args) + 0.5).sum()),
    Mistake(
        "A scale that is a plain number is counted once in the logarithm; it stands for all dimensions. "
        "Broadcast first, or sum last.",
        _logarithm_once,
    ),
    Mistake(
        "The logarithm of the ratio of the scales has the wrong sign.",
        _plus(lambda mu_q, sigma_q, mu_p, sigma_p: 2 * (sigma_q / sigma_p).log()),
    ),
    Mistake(
        "The logarithm of the ratio of the scales is missing.",
        _plus(lambda mu_q, sigma_q, mu_p, sigma_p: (sigma_q / sigma_p).log()),
    ),
    Mistake(
        "The difference of the means is missing.",
        _plus(lambda mu_q, sigma_q, mu_p, sigma_p: -0.5 * ((mu_q - mu_p) / sigma_p) ** 2),
    ),
    Mistake(
        "The squared difference of the means lacks its factor 1/2.",
        _plus(lambda mu_q, sigma_q, mu_p, sigma_p: 0.5 * ((mu_q - mu_p) / sigma_p) ** 2),
    ),
    Mistake(
        "The squared difference of the means is divided by the variance of q; p's log density holds it.",
        _plus(lambda a, b, c, d: 0.5 * (a - c) ** 2 * (b**-2 - d**-2)),
    ),
    Mistake(
        "This is the divergence in bits; with the natural logarithm it is in nats.",
        lambda *args: _each(*args).sum() / math.log(2),
    ),
)
ONE_DIMENSION = Case("two normals over one dimension", (1.0, 2.0, 0.0, 1.0), 2 - math.log(2))


@visible
def check(kl_normal):
    """Judge `kl_normal` on results that can be worked out by hand."""
    means, scales = _tensor([1.0, -2.0, 0.5]), _tensor([0.5, 1.0, 1.0])
    far = _tensor([1.0, 2.0, 3.0]), 2.0, _tensor([1.0, 0.0, 0.0]), 1.0
    cases = [
        ONE_DIMENSION,
        Case("three dimensions; p is given by plain numbers", (means, scales, 0.0, 1.0), 2.25 + math.log(2)),
        Case("three dimensions; the scales are plain numbers", far, 11 - 3 * math.log(2)),
        Case("q equal to p: the divergence is zero", (means, scales, means, scales), 0.0),
    ]
    check_cases(kl_normal, cases, RETURNS, names=NAMES, mistakes=MISTAKES, atol=ATOL)
    refuses(kl_normal)
    return "divergences in one and three dimensions, from tensors and from numbers, and refusals"


def refuses(kl_normal):
    """Judge which bad arguments `kl_normal` refuses."""
    good = (_tensor([0.1, -0.4]), _tensor([0.5, 2.0]), _tensor([1.0, 0.2]), _tensor([0.8, 1.5]))
    bad = []

    def spoil(about, place, value):
        args = tuple(value if i == place else arg for i, arg in enumerate(good))
        bad.append(Bad(about, args, (NAMES[place],)))

    for place, whose in ((1, "q"), (3, "p")):
        spoil(f"a scale of {whose} that is zero", place, _tensor([0.5, 0.0]))
        spoil(f"a negative scale of {whose}", place, _tensor([-0.5, 2.0]))
        spoil(f"a negative number as scale of {whose}", place, -1.0)
        spoil(f"NaN in the scale of {whose}", place, _tensor([0.5, np.nan]))
        spoil(f"NaN in the mean of {whose}", place - 1, _tensor([np.nan, 0.5]))
    three = _tensor([0.5, 1.0, 1.5])
    bad += [
        Bad("a mean and a scale that do not fit", (good[0], three, 0.0, 1.0), ("mu_q", "sigma_q")),
        Bad("means that do not fit", (good[0], 1.0, three, 1.0), ("mu_q", "mu_p")),
        Bad("scales that do not fit", (0.0, good[1], 0.0, three), ("sigma_q", "sigma_p")),
    ]
    check_raises(kl_normal, bad, ONE_DIMENSION, RETURNS, names=NAMES)
