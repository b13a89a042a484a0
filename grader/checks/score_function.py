"""score-function: the gradient of an expectation without differentiating what is averaged."""

import math

import numpy as np

from grader.checking import Bad, Case, check_cases, check_raises, visible
from grader.checks._given_noise import check_repeats, tensor
from grader.checks._objectives import ramp, step
from grader.checks._score_function_mistakes import MISTAKES

NAMES = ("mu", "rho", "f", "eps")
RETURNS = ("gradient_mu", "gradient_rho")
EPS = [[1.0, -1.0], [0.5, 2.0], [-2.0, 0.0]]
SIGMA = (math.log(4), math.log(4 / 3))
"""softplus(log 3) = log 4 and softplus(-log 3) = log(4/3); the slopes of softplus there are 3/4 and 1/4."""


Q = (tensor([0.5, -1.0]), tensor([math.log(3), -math.log(3)]))
STEP = Case(
    "a step function, which is 5 at the first two samples and 2 at the third",
    (*Q, step([1.0, 0.0], 2.0, 5.0), tensor(EPS)),
    # The mean over three samples of f times eps, and of f times eps^2 - 1, over sigma.
    (
        np.array([3.5 / 3, 5 / 3]) / SIGMA,
        np.array([2.25 / 3 * 3 / 4, 13 / 3 / 4]) / SIGMA,
    ),
)
RAMP = Case(
    "a function that is twice the first component plus the square of the second plus 4",
    (*Q, ramp([2.0, 0.0], 4.0), tensor(EPS)),
    (
        np.array([2.8383519035243894, 4.2900438292852385]),
        np.array([-0.6420876242469613, 5.574732548829401]),
    ),
)


def refuses(score_function_gradient):
    """Judge which bad arguments `score_function_gradient` refuses."""
    mu, rho, f, eps = STEP.args
    nan = math.nan
    three = tensor([0.1, 0.2, 0.3])
    bad = [
        Bad("NaN in mu", (tensor([nan, 0.0]), rho, f, eps), ("mu",)),
        Bad("NaN in rho", (mu, tensor([1.0, nan]), f, eps), ("rho",)),
        Bad("NaN in the noise", (mu, rho, f, tensor([[0.0, nan]])), ("eps",)),
        Bad(
            "noise for another number of dimensions",
            (mu, rho, f, tensor(np.ones((2, 3)))),
            ("mu", "rho", "eps"),
        ),
        Bad("a mu of another length", (three, rho, f, eps), ("mu", "rho", "eps")),
        Bad("a rho of another length", (mu, tensor([1.0]), f, eps), ("mu", "rho", "eps")),
        Bad("no samples", (mu, rho, f, tensor(np.ones((0, 2)))), ("eps",)),
    ]
    check_raises(score_function_gradient, bad, STEP, RETURNS, names=NAMES)


@visible
def check(score_function_gradient):
    """Judge `score_function_gradient` on a smooth function and on a step."""
    check_repeats(score_function_gradient, RAMP.args, names=NAMES)
    check_cases(score_function_gradient, [RAMP, STEP], RETURNS, names=NAMES, mistakes=MISTAKES)
    refuses(score_function_gradient)
    return "the gradients for a smooth function and a step, and bad arguments are refused"
