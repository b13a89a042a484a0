"""score-function: the gradient of an expectation without differentiating what is averaged.

Decides by: both gradients for noise and functions that are given, by hand and, hidden, nine random problems,
to 2e-6 of the largest. The oracle differentiates the density ratio that reweighs fixed samples, numerically;
steps and constants as f show an estimator that needs f's own gradient.

Cannot see: an error below that tolerance; functions other than steps and ramps with a square; rho between
-0.4 and 0.4.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks._given_noise import check_repeats, tensor
from grader.checks._objectives import ramp, step
from grader.checks._score_function_mistakes import MISTAKES
from grader.checks.score_function import NAMES, RETURNS, refuses


def _problem(rng, n_samples, n_parameters, factory, *levels):
    """Return mu, rho, f and eps."""
    rho = rng.uniform(0.4, 3.0, n_parameters) * np.where(np.arange(n_parameters) % 2, -1, 1)
    mu = rng.normal(0.0, 1.0, n_parameters)
    f = factory(rng.normal(0.0, 1.5, n_parameters).tolist(), *levels)
    return tensor(mu), tensor(rho), f, tensor(rng.standard_normal((n_samples, n_parameters)))


@hidden
def check_hidden(score_function_gradient, oracle, reference, seed):
    """Judge `score_function_gradient` for random functions, noise, and small and large scales."""
    rng = generator(seed)
    small = (
        tensor([0.0, 1.0]),
        tensor([-12.0, -9.0]),
        ramp([1.0, 2.0], 0.5),
        tensor(rng.standard_normal((4, 2))),
    )
    large = (
        tensor([0.0, 1.0]),
        tensor([60.0, 800.0]),
        step([1.0, 0.0], -1.0, 3.0),
        tensor([[1.0, 2], [0.5, -0.5]]),
    )
    cases = [
        Case("a smooth function", _problem(rng, 5, 3, ramp, 1.5)),
        Case("a function that is a step", _problem(rng, 6, 2, step, -1.0, 4.0)),
        Case("a constant function", _problem(rng, 7, 2, step, 3.0, 3.0)),
        Case("as many samples as dimensions", _problem(rng, 4, 4, step, 1.0, 2.0)),
        Case("one sample", _problem(rng, 1, 4, ramp, 2.0)),
        Case("one dimension", _problem(rng, 6, 1, ramp, -3.0)),
        Case("many samples and dimensions", _problem(rng, 200, 20, step, -2.0, 2.5)),
        Case("very small scales", small),
        Case("very large scales", large),
    ]
    check_repeats(score_function_gradient, cases[0].args, names=NAMES)
    check_cases(
        score_function_gradient,
        cases,
        RETURNS,
        names=NAMES,
        sources=(oracle, reference),
        mistakes=MISTAKES,
    )
    return "the gradients of the expectation of smooth functions, steps and constants"


@hidden
def check_errors(score_function_gradient):
    """Judge which bad arguments `score_function_gradient` refuses."""
    refuses(score_function_gradient)
    return "bad arguments are refused with a ValueError that names them"
