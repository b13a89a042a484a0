"""log-prior: the log density of independent normal weights around zero.

Decides by: values for two problems by hand and, hidden, seven random ones against SciPy's multivariate normal
density, to 2e-6 of the largest; gradients in theta against the formula, to 1e-4 of the largest. Among them
are 100 weights whose density underflows, and weights far outside and far inside the prior.

Cannot see: an error below those tolerances, so that a row whose log density is much smaller than the largest
may be off by more of itself; more than 100 weights.
"""

import numpy as np
import torch
from scipy import stats

from grader.checking import (
    Bad,
    Case,
    Mistake,
    check_cases,
    check_gradients,
    check_raises,
    generator,
    hidden,
    visible,
)

NAMES = ("theta", "prior_scale")
RETURNS = "the log density"
LOG_2PI = float(np.log(2 * np.pi))


def _tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def _weights(theta, prior_scale):
    """Return the log density of each weight, shape (S, D)."""
    return stats.norm.logpdf(np.asarray(theta), scale=prior_scale)


def _squares(theta, prior_scale):
    return -0.5 * np.sum((np.asarray(theta) / prior_scale) ** 2, axis=1)


MISTAKES = (
    Mistake(
        "`prior_scale` is taken for a variance; it is a standard deviation.",
        lambda t, s: _weights(t, np.sqrt(s)).sum(1),
    ),
    Mistake(
        "`prior_scale` is taken for a precision (one over the variance); it is a standard deviation.",
        lambda t, s: _weights(t, 1 / np.sqrt(s)).sum(1),
    ),
    Mistake(
        "The normalising constant is missing: -log(scale) - log(2 pi)/2 for each weight.",
        lambda t, s: _squares(t, s),
    ),
    Mistake(
        "The normalising constant is counted once; each of the D weights brings it.",
        lambda t, s: _squares(t, s) - np.log(s) - LOG_2PI / 2,
    ),
    Mistake(
        "Of the normalising constant, -log(scale) is missing.",
        lambda t, s: _squares(t, s) - np.shape(t)[1] * LOG_2PI / 2,
    ),
    Mistake(
        "Of the normalising constant, -log(2 pi)/2 is missing.",
        lambda t, s: _squares(t, s) - np.shape(t)[1] * np.log(s),
    ),
    Mistake(
        "In the normalising constant, log(2 pi) must be halved.",
        lambda t, s: _squares(t, s) - np.shape(t)[1] * (np.log(s) + LOG_2PI),
    ),
    Mistake(
        "The exponent's factor 1/2 is missing.",
        lambda t, s: _weights(t, s).sum(1) + _squares(t, s),
    ),
    Mistake(
        "The mean over the weights is taken; the log of a product is a sum.",
        lambda t, s: _weights(t, s).mean(1),
    ),
    Mistake(
        "Everything is summed to one number; each row of `theta` needs its own.",
        lambda t, s: _weights(t, s).sum(),
    ),
    Mistake(
        "The sum runs over the rows, the samples; it must run over the weights, the last axis.",
        lambda t, s: _weights(t, s).sum(0),
    ),
    Mistake("The log density of each weight comes back; they must be summed.", _weights),
    Mistake(
        "The density is multiplied up and the logarithm taken last: it underflows to 0. Sum logarithms.",
        lambda t, s: np.log(np.exp(_weights(t, s)).prod(1)),
    ),
    Mistake("The density comes back, not its logarithm.", lambda t, s: np.exp(_weights(t, s).sum(1))),
    Mistake(
        "The sign is wrong: the log density is asked for, not a penalty.", lambda t, s: -_weights(t, s).sum(1)
    ),
)

TWO_WEIGHTS = Case(
    "two samples of three weights under a standard deviation of 2",
    (_tensor([[0.0, 2.0, -4.0], [1.0, 1.0, 1.0]]), 2.0),
    np.array([-2.5, -0.375]) - 1.5 * LOG_2PI - 3 * np.log(2),
)


@visible
def check(log_prior):
    """Judge `log_prior` on weights whose density can be worked out by hand, and its gradient."""
    cases = [
        TWO_WEIGHTS,
        Case(
            "one sample of 100 weights, all four standard deviations from zero",
            (torch.full((1, 100), 2.0, dtype=torch.float64), 0.5),
            np.array([-800.0 - 50 * LOG_2PI + 100 * np.log(2)]),
        ),
    ]
    check_cases(log_prior, cases, RETURNS, names=NAMES, mistakes=MISTAKES)
    slope = Case(
        "two samples of three weights",
        TWO_WEIGHTS.args,
        np.array([[0.0, -0.5, 1.0], [-0.25, -0.25, -0.25]]),
    )
    check_gradients(log_prior, [slope], wrt=(0,), names=NAMES)
    _refuses(log_prior)
    return "values for three and for a hundred weights, a gradient, and refusals"


def _cases(seed):
    rng = generator(seed)
    return [
        Case("random weights", (_tensor(rng.normal(size=(5, 3))), 1.7)),
        Case("one sample", (_tensor(rng.normal(size=(1, 4))), 0.3)),
        Case("one weight", (_tensor(rng.normal(size=(6, 1))), 3.0)),
        Case("as many samples as weights", (_tensor(rng.normal(size=(4, 4))), float(rng.uniform(0.2, 0.8)))),
        Case("many weights under a narrow prior", (_tensor(0.03 * rng.normal(size=(2, 60))), 0.03)),
        Case("weights far outside the prior", (_tensor(100 * rng.normal(size=(3, 5))), 0.5)),
        Case("weights far inside the prior", (_tensor(0.01 * rng.normal(size=(3, 5))), 50.0)),
    ]


@hidden
def check_hidden(log_prior, oracle, reference, seed):
    """Judge the values of `log_prior` for random weights and narrow and wide priors."""
    check_cases(log_prior, _cases(seed), RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES)
    return "random, many, small and large weights under narrow and wide priors"


@hidden
def check_gradient(log_prior, oracle, reference, seed):
    """Judge the gradient of `log_prior` with respect to theta."""
    check_gradients(log_prior, _cases(seed), wrt=(0,), names=NAMES, oracle=oracle, reference=reference)
    return "the gradient with respect to theta"


def _refuses(log_prior):
    theta = TWO_WEIGHTS.args[0]
    bad = [
        Bad("a prior_scale of zero", (theta, 0.0), ("prior_scale",)),
        Bad("a negative prior_scale", (theta, -1.0), ("prior_scale",)),
        Bad("a prior_scale that is NaN", (theta, float("nan")), ("prior_scale",)),
        Bad("NaN in theta", (_tensor([[0.0, float("nan")], [1.0, 1.0]]), 1.0), ("theta",)),
    ]
    check_raises(log_prior, bad, TWO_WEIGHTS, RETURNS, names=NAMES)


@hidden
def check_errors(log_prior):
    """Judge which bad arguments `log_prior` refuses."""
    _refuses(log_prior)
    return "bad arguments are refused with a ValueError that names them"
