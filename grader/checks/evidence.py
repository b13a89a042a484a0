"""evidence: the log evidence as the logarithm of the likelihood's mean over the prior."""

import math

import numpy as np
from scipy import special

from grader.checking import (
    RTOL,
    Bad,
    Case,
    agreed,
    arguments,
    as_number,
    call,
    check_cases,
    check_raises,
    close,
    fail,
    name_of,
    visible,
)
from grader.checks._evidence_mistakes import MISTAKES

NAMES = ("log_likelihood", "prior_samples")
RETURNS = "the log evidence"


def coin(heads, tosses):
    """Return theta -> log P(heads in tosses | theta), binomial; -inf where theta rules the data out."""
    constant = math.log(math.comb(tosses, heads))

    def log_likelihood(theta):
        theta = np.asarray(theta, float)
        return constant + special.xlogy(heads, theta) + special.xlog1py(tosses - heads, -theta)

    log_likelihood.__name__ = f"theta -> log P({heads} heads in {tosses} | theta)"
    return log_likelihood


def proportional(offset):
    """Return theta -> offset + log(theta), in nats: a likelihood proportional to theta."""

    def log_likelihood(theta):
        return offset + np.log(np.asarray(theta, float))

    log_likelihood.__name__ = f"theta -> {offset:g} + log(theta)"
    return log_likelihood


def regression(inputs, outputs, noise_scale, offset):
    """Return theta -> offset + log N(outputs; inputs @ theta, noise_scale**2 I), theta of shape (S, D)."""

    def log_likelihood(theta):
        theta = np.asarray(theta, float)
        residuals = (outputs - theta @ inputs.T) / noise_scale
        constant = outputs.size * math.log(noise_scale * math.sqrt(2 * math.pi))
        return offset - 0.5 * np.sum(residuals**2, axis=-1) - constant

    return log_likelihood


def judge(function, cases, sources=()):
    """Judge the formula first; where the numbers are large, then the digits that float32 does not have."""
    for case in cases:
        expected = agreed(case.about, case.args, *sources) if case.expected is None else case.expected
        known = Case(case.about, case.args, expected)
        check_cases(function, [known], RETURNS, names=NAMES, mistakes=MISTAKES, atol=RTOL)
        if abs(expected) < 100:
            continue
        title = name_of(function)
        returned = as_number(call(function, *case.args, names=NAMES), title, RETURNS)
        if not close(returned, expected, rtol=1e-10, atol=1e-9):
            fail(
                title,
                case.about,
                given=arguments(NAMES, case.args),
                expected=f"{expected:.12g}",
                returned=f"{returned:.12g}",
                cause="Only about seven digits are right, as in float32; work in float64.",
            )


ONE_TOSS = Case("a coin that fell heads once", (coin(1, 1), np.array([0.2, 0.6])), math.log(0.4))


# Under a uniform prior every number of heads is equally probable: 1/11. Midpoints stand for its samples.
TEN_TOSSES = Case(
    "ten tosses under a uniform prior, where the evidence is 1/11",
    (coin(7, 10), (np.arange(1000) + 0.5) / 1000),
    -math.log(11),
)
BAD = (
    Bad("NaN among the samples", (coin(1, 1), np.array([0.2, np.nan])), ("prior_samples",)),
    Bad("an empty sample", (coin(1, 1), np.array([])), ("prior_samples",)),
)


def refuses(log_evidence_monte_carlo):
    """Judge which bad arguments `log_evidence_monte_carlo` refuses."""
    check_raises(log_evidence_monte_carlo, BAD, ONE_TOSS, RETURNS, names=NAMES)


@visible
def check(log_evidence_monte_carlo):
    """Judge `log_evidence_monte_carlo` on a coin, and far outside the range of floating-point numbers."""
    cases = [
        ONE_TOSS,
        TEN_TOSSES,
        Case(
            "likelihoods near exp(-5000)",
            (proportional(-5000.0), np.array([1.0, 3.0])),
            -5000 + math.log(2),
        ),
        Case("likelihoods near exp(800)", (proportional(800.0), np.array([1.0, 3.0])), 800 + math.log(2)),
        Case(
            "samples that the data rule out",
            (coin(1, 1), np.array([0.0, 0.2, 0.6, 0.0])),
            math.log(0.2),
        ),
    ]
    judge(log_evidence_monte_carlo, cases)
    refuses(log_evidence_monte_carlo)
    return "a coin, likelihoods that no floating-point number holds, and bad samples are refused"
