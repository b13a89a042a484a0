"""reparameterize: samples of a factorised normal as a differentiable function of mu, rho and noise."""

import math

import numpy as np
import torch
from torch.nn import functional as F

from grader.checking import Bad, Case, Mistake, check_cases, check_gradients, check_raises, visible
from grader.checks._given_noise import check_repeats, tensor

NAMES = ("mu", "rho", "eps")
RETURNS = "the samples"


def _scaled(scale):
    """Return the samples with sigma = scale(rho) in place of softplus(rho)."""
    return lambda mu, rho, eps: mu + scale(rho) * eps


def _samples(mu, rho, eps):
    return torch.addcmul(mu, F.softplus(rho), eps)


NAIVE = "softplus is written as log(1 + exp(rho)), which overflows, or loses its digits: use `F.softplus`."
CUT = "The gradient is cut off on its way to `{}`: no `.detach()`, `.data`, `.item()` or NumPy on the path."
OVERFLOWS = (
    Mistake(NAIVE, _scaled(lambda rho: torch.log(1 + torch.exp(rho)))),
    Mistake(NAIVE, _scaled(lambda rho: torch.log1p(torch.exp(rho)))),
)
CUTS = (
    Mistake(CUT.format("rho"), lambda mu, rho, eps: _samples(mu, rho.detach(), eps)),
    Mistake(CUT.format("mu"), lambda mu, rho, eps: _samples(mu.detach(), rho, eps)),
)
MISTAKES = (
    *OVERFLOWS,
    Mistake("sigma = exp(rho) is used; softplus(rho) is asked for.", _scaled(torch.exp)),
    Mistake(
        "sigma = exp(rho / 2) is used; softplus(rho) is asked for.", _scaled(lambda rho: torch.exp(rho / 2))
    ),
    Mistake(
        "`rho` is used as the standard deviation itself; sigma is softplus(rho).", _scaled(lambda rho: rho)
    ),
    Mistake("sigma = abs(rho) is used; softplus(rho) is asked for.", _scaled(torch.abs)),
    Mistake(
        "sigma = relu(rho) is used, which is zero for rho < 0; softplus(rho) is asked for.", _scaled(F.relu)
    ),
    Mistake("sigma = sigmoid(rho) is used; softplus(rho) is asked for.", _scaled(torch.sigmoid)),
    Mistake(
        "The noise is multiplied with the variance; sigma is a standard deviation.",
        _scaled(lambda rho: F.softplus(rho) ** 2),
    ),
    Mistake(
        "softplus(rho) is used as a variance; it is the standard deviation.",
        _scaled(lambda rho: F.softplus(rho).sqrt()),
    ),
    Mistake(
        "mu and sigma have changed places: the noise is multiplied with sigma.",
        lambda mu, rho, eps: F.softplus(rho) + mu * eps,
    ),
    Mistake("sigma times eps is subtracted; it is added.", _scaled(lambda rho: -F.softplus(rho))),
    Mistake(
        "The noise itself came back; it must be shifted by mu and scaled by sigma.", lambda mu, rho, eps: eps
    ),
    Mistake("mu is not added.", lambda mu, rho, eps: _samples(0 * mu, rho, eps)),
    Mistake(
        "This is the mean over the samples; one row a sample is asked for.",
        lambda *args: _samples(*args).mean(0),
    ),
    Mistake("The axes are swapped: one row a sample, shape (S, D).", lambda *args: _samples(*args).T),
)
MU, RHO = tensor([1.0, -2.0, 0.5]), tensor([math.log(3), -math.log(3), math.log(2)])
SIGMA = np.log([4, 4 / 3, 3])
"""softplus(log 3) = log 4, softplus(-log 3) = log(4/3), softplus(log 2) = log 3."""


NOISE = [[1.0, 0.0, -1.0], [0.5, -2.0, 2.0]]
TWO_SAMPLES = Case(
    "two samples in three dimensions",
    (MU, RHO, tensor(NOISE)),
    np.array([1.0, -2.0, 0.5]) + np.array([SIGMA, SIGMA]) * NOISE,
)


def refuses(reparameterize):
    """Judge which bad arguments `reparameterize` refuses."""
    mu, rho, eps = TWO_SAMPLES.args
    nan = math.nan
    bad = [
        Bad("NaN in mu", (tensor([1.0, nan, 0.0]), rho, eps), ("mu",)),
        Bad("NaN in rho", (mu, tensor([nan, 1.0, 0.4]), eps), ("rho",)),
        Bad("NaN in the noise", (mu, rho, tensor([[0.0, 1.0, nan]])), ("eps",)),
        Bad("noise for another number of dimensions", (mu, rho, tensor(np.ones((2, 4)))), NAMES),
        Bad("a mu of another length", (tensor([1.0, 2.0]), rho, eps), NAMES),
        Bad("a rho of another length", (mu, tensor([1.0]), eps), NAMES),
        Bad("no samples", (mu, rho, tensor(np.ones((0, 3)))), ("eps",)),
    ]
    check_raises(reparameterize, bad, TWO_SAMPLES, RETURNS, names=NAMES)


@visible
def check(reparameterize):
    """Judge `reparameterize` on noise that is handed out: the samples, then their gradients."""
    check_repeats(reparameterize, TWO_SAMPLES.args, names=NAMES)
    check_cases(reparameterize, [TWO_SAMPLES], RETURNS, names=NAMES, mistakes=MISTAKES)
    small = Case(
        "a standard deviation of 9.4e-14",
        (tensor([0.0]), tensor([-30.0]), tensor([[1.0], [-2.0]])),
        np.array([[9.357622968839861e-14], [-1.8715245937679722e-13]]),
    )
    large = Case(
        "a standard deviation of 800",
        (tensor([3.0]), tensor([800.0]), tensor([[0.5], [-1.0]])),
        np.array([[403.0], [-797.0]]),
    )
    check_cases(reparameterize, [small], RETURNS, names=NAMES, mistakes=MISTAKES, atol=0.0)
    check_cases(reparameterize, [large], RETURNS, names=NAMES, mistakes=MISTAKES)
    weights = tensor([[1.0, 2.0, 3.0], [4.0, 5.0, -6.0]])
    # d softplus / d rho is 3/4, 1/4 and 2/3 at these three rho.
    slopes = Case(
        "the weighted sum of two samples",
        TWO_SAMPLES.args,
        (np.array([5.0, 7.0, -3.0]), np.array([3.0 * 3 / 4, -10.0 / 4, -15.0 * 2 / 3])),
    )
    steep = Case("a standard deviation of 800", large.args, (np.array([2.0]), np.array([-0.5])))
    cotangents = [weights, tensor([[1.0], [1.0]])]
    judge_gradients(reparameterize, [slopes, steep], cotangents)
    refuses(reparameterize)
    return "samples and gradients for given noise, at small and large scales, and bad arguments are refused"


def judge_gradients(reparameterize, cases, cotangents, **sources):
    """Judge the gradients in mu and rho for given noise."""
    mistakes = (*OVERFLOWS, *CUTS)
    check_gradients(
        reparameterize, cases, wrt=(0, 1), names=NAMES, cotangents=cotangents, mistakes=mistakes, **sources
    )
