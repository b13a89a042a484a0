"""evidence: the log evidence as the logarithm of the likelihood's mean over the prior.

Decides by: the value for prior samples that are given, against hand-worked cases and, hidden, sums of exact
fractions and of 40-digit decimals: to 2e-6 nats plus 2e-6 of the value where the likelihood is an ordinary
number, and to ten digits where the log evidence is beyond 100 nats, up to 5,000 on either side.

Cannot see: an error below those tolerances, for instance a small number added before the logarithm that stays
below a millionth of the evidence; log likelihoods beyond 5,000 nats; what happens where every sample is ruled
out.
"""

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
    generator,
    hidden,
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


def _judge(function, cases, sources=()):
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


def _refuses(log_evidence_monte_carlo):
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
    _judge(log_evidence_monte_carlo, cases)
    _refuses(log_evidence_monte_carlo)
    return "a coin, likelihoods that no floating-point number holds, and bad samples are refused"


def _regression(rng, n, dimensions, offset):
    theta = rng.normal(size=(40, dimensions))
    inputs = rng.normal(size=(n, dimensions))
    outputs = inputs @ rng.normal(size=dimensions) + rng.normal(size=n)
    return regression(inputs, outputs, 1.0, offset), theta


@hidden
def check_hidden(log_evidence_monte_carlo, oracle, reference, seed):
    """Judge `log_evidence_monte_carlo` where the likelihood is an ordinary number."""
    rng = generator(seed)
    cases = [
        Case("a coin with random samples", (coin(4, 9), rng.uniform(size=30))),
        Case("samples that the data rule out", (coin(3, 3), np.append(rng.uniform(size=9), [0.0, 0.0]))),
        Case("parameters in three dimensions", _regression(rng, 6, 3, 0.0)),
        Case("the likelihood times a constant", _regression(rng, 6, 3, 0.7)),
        Case("one parameter, as a column", _regression(rng, 5, 1, 0.0)),
        Case("one sample only", (coin(2, 5), rng.uniform(0.2, 0.8, size=1))),
    ]
    _judge(log_evidence_monte_carlo, cases, (oracle, reference))
    return "the log evidence where the likelihood is an ordinary number"


@hidden
def check_stable(log_evidence_monte_carlo, oracle, reference, seed):
    """Judge `log_evidence_monte_carlo` far outside the range of floating-point numbers."""
    rng = generator(seed)
    cases = [
        Case("very small likelihoods", _regression(rng, 5, 2, offset)) for offset in (-800.0, -5000.0)
    ] + [Case("very large likelihoods", _regression(rng, 5, 2, offset)) for offset in (800.0, 5000.0)]
    cases.append(
        Case("likelihoods that differ by many powers of ten", (coin(600, 1000), rng.uniform(size=40)))
    )
    _judge(log_evidence_monte_carlo, cases, (oracle, reference))
    return "the log evidence far outside the range of floating-point numbers"


@hidden
def check_errors(log_evidence_monte_carlo):
    """Judge which bad arguments `log_evidence_monte_carlo` refuses."""
    _refuses(log_evidence_monte_carlo)
    return "bad arguments are refused with a ValueError that names them"
