"""evidence: the log evidence as the logarithm of the likelihood's mean over the prior.

Decides by: the value for prior samples that are given, against hand-worked cases and, hidden, sums of exact
fractions and of 40-digit decimals: to 2e-6 nats plus 2e-6 of the value where the likelihood is an ordinary
number, and to ten digits where the log evidence is beyond 100 nats, up to 5,000 on either side.

Cannot see: an error below those tolerances, for instance a small number added before the logarithm that stays
below a millionth of the evidence; log likelihoods beyond 5,000 nats; what happens where every sample is ruled
out.
"""

import numpy as np

from grader.checking import Case, generator, hidden
from grader.checks.evidence import coin, judge, refuses, regression


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
    judge(log_evidence_monte_carlo, cases, (oracle, reference))
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
    judge(log_evidence_monte_carlo, cases, (oracle, reference))
    return "the log evidence far outside the range of floating-point numbers"


@hidden
def check_errors(log_evidence_monte_carlo):
    """Judge which bad arguments `log_evidence_monte_carlo` refuses."""
    refuses(log_evidence_monte_carlo)
    return "bad arguments are refused with a ValueError that names them"
