"""reparameterize: samples of a factorised normal as a differentiable function of mu, rho and noise.

Decides by: the samples for noise that is given, by hand and, hidden, eight problems against the normal
quantile function at the noise's own rank, to 2e-6 of the largest, with standard deviations from 9e-14 to 800;
gradients in mu and rho of a randomly weighted sum against the formulas, to 1e-4 of the largest. The same
arguments must give the same samples, so noise of its own shows.

Cannot see: an error below those tolerances; rho between -0.4 and 0.4, where hand-written stable formulas may
have another slope at zero.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks._given_noise import check_repeats, tensor
from grader.checks.reparameterize import MISTAKES, NAMES, RETURNS, judge_gradients, refuses

EXTREMES = Case(
    "standard deviations of 9.4e-14 and 800",
    (tensor([0.0, 3.0]), tensor([-30.0, 800.0]), tensor([[1.0, 0.5], [-2.0, -1.0], [0.25, 0.0]])),
)


def _problem(rng, n_samples, n_parameters):
    """Return mu, rho and eps; no rho is near zero, and every second one is negative."""
    rho = rng.uniform(0.4, 4.0, n_parameters) * np.where(np.arange(n_parameters) % 2, -1, 1)
    mu = rng.normal(0.0, 2.0, n_parameters)
    return tensor(mu), tensor(rho), tensor(rng.standard_normal((n_samples, n_parameters)))


def _problems(rng):
    return [
        Case("more samples than dimensions", _problem(rng, 5, 3)),
        Case("more dimensions than samples", _problem(rng, 2, 7)),
        Case("as many samples as dimensions", _problem(rng, 4, 4)),
        Case("one sample", _problem(rng, 1, 4)),
        Case("one dimension", _problem(rng, 6, 1)),
        Case("many dimensions", _problem(rng, 3, 60)),
    ]


@hidden
def check_hidden(reparameterize, oracle, reference, seed):
    """Judge the samples of `reparameterize` for random noise."""
    rng = generator(seed)
    problems = _problems(rng)
    check_repeats(reparameterize, problems[0].args, names=NAMES)
    small = (tensor([0.0] * 3), tensor([-12.0, -30.0, -25.0]), tensor(rng.standard_normal((4, 3))))
    sources = {"names": NAMES, "sources": (oracle, reference), "mistakes": MISTAKES}
    check_cases(reparameterize, [*problems, EXTREMES], RETURNS, **sources)
    check_cases(reparameterize, [Case("very small scales", small)], RETURNS, **sources, atol=0.0)
    return "samples for given noise, also at very small and very large scales"


@hidden
def check_hidden_gradients(reparameterize, oracle, reference, seed):
    """Judge the gradients of `reparameterize` in mu and rho."""
    rng = generator(seed)
    cases = [*_problems(rng), EXTREMES]
    cotangents = [tensor(rng.normal(size=tuple(case.args[2].shape))) for case in cases]
    judge_gradients(reparameterize, cases, cotangents, oracle=oracle, reference=reference)
    return "gradients in mu and rho, each sample with a weight of its own"


@hidden
def check_errors(reparameterize):
    """Judge which bad arguments `reparameterize` refuses."""
    refuses(reparameterize)
    return "bad arguments are refused with a ValueError that names them"
