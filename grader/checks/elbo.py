"""elbo: the Monte Carlo ELBO of a factorised normal, and the full gradient through it."""

import math

import numpy as np

from grader.checking import Bad, Case, check_cases, check_gradients, check_raises, visible
from grader.checks._elbo_mistakes import CUTS, MISTAKES
from grader.checks._given_noise import check_repeats, tensor
from grader.checks._objectives import coupled_log_joint, normal_means_log_joint

NAMES = ("mu", "rho", "log_joint", "eps")
RETURNS = "the ELBO"
LOG_3 = math.log(3)
NOISE = tensor([[1.0, -1.0], [0.5, 2.0], [-2.0, 0.5]])
COUPLED = Case(
    "three samples of a model with two coupled parameters",
    (tensor([0.5, -1.0]), tensor([LOG_3, -LOG_3]), coupled_log_joint([1.0, -0.5], 0.7), NOISE),
    1.641916374024146,
)
COUPLED_GRADIENTS = (
    np.array([0.13148390997152506, 0.3394724330208964]),
    np.array([-0.37903319855072237, 0.7935873538291953]),
)


def rho_of(sigma):
    """Return the rho whose softplus is `sigma`."""
    return np.log(np.expm1(sigma))


def refuses(elbo_monte_carlo):
    """Judge which bad arguments `elbo_monte_carlo` refuses."""
    mu, rho, log_joint, eps = COUPLED.args
    nan = math.nan
    shapes = ("mu", "rho", "eps")
    bad = [
        Bad("NaN in mu", (tensor([nan, 0.0]), rho, log_joint, eps), ("mu",)),
        Bad("NaN in rho", (mu, tensor([1.0, nan]), log_joint, eps), ("rho",)),
        Bad("NaN in the noise", (mu, rho, log_joint, tensor([[0.0, nan]])), ("eps",)),
        Bad("noise for another number of dimensions", (mu, rho, log_joint, tensor(np.ones((2, 3)))), shapes),
        Bad("a mu of another length", (tensor([1.0, 2.0, 3.0]), rho, log_joint, eps), shapes),
        Bad("a rho of another length", (mu, tensor([1.0]), log_joint, eps), shapes),
        Bad("no samples", (mu, rho, log_joint, tensor(np.ones((0, 2)))), ("eps",)),
    ]
    check_raises(elbo_monte_carlo, bad, COUPLED, RETURNS, names=NAMES)


@visible
def check(elbo_monte_carlo):
    """Judge `elbo_monte_carlo` on given noise, by value, by gradient, and where q is the posterior."""
    check_repeats(elbo_monte_carlo, COUPLED.args, names=NAMES)
    check_cases(elbo_monte_carlo, [COUPLED], RETURNS, names=NAMES, mistakes=MISTAKES)
    # y_d = 1 and -2, prior scale 3, noise scale 1: the posterior is N(0.9 y_d, 0.9), P(y_d) = N(0, 10).
    posterior = (tensor([0.9, -1.8]), tensor(rho_of(np.sqrt([0.9, 0.9]))))
    log_evidence = -0.5 * (1 + 4) / 10 - math.log(2 * math.pi * 10)
    same = Case(
        "where q is the posterior, the ELBO of any samples is the log evidence",
        (*posterior, normal_means_log_joint([1.0, -2.0], 3.0, 1.0), NOISE),
        log_evidence,
    )
    check_cases(elbo_monte_carlo, [same], RETURNS, names=NAMES, mistakes=MISTAKES)
    slopes = Case("three samples of a model with two coupled parameters", COUPLED.args, COUPLED_GRADIENTS)
    check_gradients(elbo_monte_carlo, [slopes], wrt=(0, 1), names=NAMES, mistakes=(*CUTS, *MISTAKES))
    refuses(elbo_monte_carlo)
    return "value, gradients, the log evidence where q is the posterior, and bad arguments are refused"
