"""log-prior: the log density of independent normal weights around zero."""

import numpy as np
import torch
from scipy import stats

from grader.checking import Bad, Case, Mistake, check_cases, check_gradients, check_raises, visible

NAMES = ("theta", "prior_scale")
RETURNS = "the log density"
LOG_2PI = float(np.log(2 * np.pi))


def tensor(values):
    """Return values as a float64 tensor."""
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
    (tensor([[0.0, 2.0, -4.0], [1.0, 1.0, 1.0]]), 2.0),
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
    refuses(log_prior)
    return "values for three and for a hundred weights, a gradient, and refusals"


def refuses(log_prior):
    """Judge which bad arguments `log_prior` refuses."""
    theta = TWO_WEIGHTS.args[0]
    bad = [
        Bad("a prior_scale of zero", (theta, 0.0), ("prior_scale",)),
        Bad("a negative prior_scale", (theta, -1.0), ("prior_scale",)),
        Bad("a prior_scale that is NaN", (theta, float("nan")), ("prior_scale",)),
        Bad("NaN in theta", (tensor([[0.0, float("nan")], [1.0, 1.0]]), 1.0), ("theta",)),
    ]
    check_raises(log_prior, bad, TWO_WEIGHTS, RETURNS, names=NAMES)
