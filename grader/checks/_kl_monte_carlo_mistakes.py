"""kl-monte-carlo: the misconceptions that its check recognises."""

import math

import numpy as np

from grader.checking import Mistake

__all__ = ["MISTAKES"]


def _error(values, ddof):
    return np.std(values, ddof=ddof) / math.sqrt(len(values))


def _of(says, values):
    """Return the mistakes of averaging other values than log q - log p, for both kinds of standard error."""

    def gives(ddof):
        def mean_and_error(log_q, log_p, samples):
            wrong = values(log_q(samples).numpy(), log_p(samples).numpy())
            return np.mean(wrong), _error(wrong, ddof)

        return mean_and_error

    return tuple(Mistake(says, gives(ddof)) for ddof in (0, 1))


def _with(says, change):
    """Return the mistakes that change the right estimate and error, for both kinds of standard error."""

    def gives(ddof):
        def changed(log_q, log_p, samples):
            ratio = (log_q(samples) - log_p(samples)).numpy()
            return change(ratio, np.std(ratio, ddof=ddof))

        return changed

    return tuple(Mistake(says, gives(ddof)) for ddof in (0, 1))


def _single(ddof):
    def gives(log_q, log_p, samples):
        ratio = (log_q(samples.float()) - log_p(samples.float())).numpy()
        return np.mean(ratio), _error(ratio, ddof)

    return gives


def _reweighed(ddof):
    """Return the mistake of a mean with weights in proportion to q, which add up to one."""

    def gives(log_q, log_p, samples):
        log_density = log_q(samples).numpy()
        ratio = log_density - log_p(samples).numpy()
        weights = np.exp(log_density - np.max(log_density))
        return np.average(ratio, weights=weights), _error(ratio, ddof)

    return gives


SINGLE = (
    "This is what single precision gives: log densities far from zero lose their digits. Stay in float64."
)
TWICE = "The samples come from q already; weighing them with q's density again counts it twice."
ERROR = "is not divided by the square root of the number of samples: it is the spread of one sample"

MISTAKES = (
    *_of("This estimates the mean of log p - log q, which is -KL.", lambda q, p: p - q),
    *_of("The absolute value is taken of each term; terms may be negative.", lambda q, p: np.abs(q - p)),
    *_of(
        "This is the mean of (r - 1) - log r with r = p/q: unbiased too, but not the estimator asked for.",
        lambda q, p: np.expm1(p - q) - (p - q),
    ),
    *_of("This is half the mean of the squared log ratio, which is no KL.", lambda q, p: 0.5 * (q - p) ** 2),
    *_of(
        "Densities were formed with `exp`, which gives 0 or infinity far from zero: subtract the logarithms.",
        lambda q, p: np.log(np.exp(q) / np.exp(p)),
    ),
    *_of(
        "Densities were formed with `exp`, which gives 0 or infinity far from zero: subtract the logarithms.",
        lambda q, p: np.log(np.exp(q)) - np.log(np.exp(p)),
    ),
    *_of(TWICE, lambda q, p: np.exp(q) * (q - p)),
    *(Mistake(TWICE, _reweighed(ddof)) for ddof in (0, 1)),
    *_of("This is the mean of the ratio q/p: its logarithm must be averaged.", lambda q, p: np.exp(q - p)),
    *_with(
        "This is the logarithm of the mean ratio; KL is the mean of the logarithm.",
        lambda r, std: (np.log(np.mean(np.exp(r))), std / math.sqrt(len(r))),
    ),
    *_with(
        "The terms are summed; the estimate is their mean.",
        lambda r, std: (np.sum(r), std / math.sqrt(len(r))),
    ),
    *_with(f"The standard deviation {ERROR}.", lambda r, std: (np.mean(r), std)),
    *_with(
        "The second value is a variance; take its square root.", lambda r, std: (np.mean(r), std**2 / len(r))
    ),
    *_with(
        "The standard deviation is divided by the number of samples, not by its square root.",
        lambda r, std: (np.mean(r), std / len(r)),
    ),
    *_with(
        "The two values come back in the wrong order: estimate first, then standard error.",
        lambda r, std: (std / math.sqrt(len(r)), np.mean(r)),
    ),
    *(Mistake(SINGLE, _single(ddof)) for ddof in (0, 1)),
)
