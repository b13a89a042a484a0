"""bic: the Bayesian information criterion, and the log evidence that it approximates.

Decides by: the values of both functions for three models worked out by hand and, hidden, six random ones with
up to 39 parameters and a million observations, to 2e-6 of the value. The oracles take other ways: 40-digit
decimals on the scale of the likelihood, and the integral of a Gaussian likelihood under a prior as wide as
one observation's, for which the approximation is exact.

Cannot see: a penalty that is wrong by less than 2e-6 of the whole, such as log(n + 1) for log n where n is
large (it shows where n is small); whether n_parameters and n_observations must be whole numbers.
"""

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.bic import (
    BIC,
    LOG_EVIDENCE,
    NAMES,
    bic_mistakes,
    bic_refuses,
    log_evidence_mistakes,
    log_evidence_refuses,
)


def _models(seed):
    rng = generator(seed)
    few, many = int(rng.integers(2, 8)), int(rng.integers(10, 40))
    return [
        Case("a few parameters", (-rng.uniform(50, 300), few, int(rng.integers(30, 200)))),
        Case("many parameters", (-rng.uniform(50, 300), many, int(rng.integers(100, 500)))),
        Case("very many observations", (-rng.uniform(200, 300), few, int(rng.integers(10**5, 10**6)))),
        Case("a positive log likelihood", (rng.uniform(20, 90), few, int(rng.integers(30, 200)))),
        Case("no parameter", (-rng.uniform(50, 300), 0, int(rng.integers(30, 200)))),
        Case("a single observation", (-rng.uniform(1, 5), 1, 1)),
    ]


@hidden
def check_bic_hidden(bic, oracle, reference, seed):
    """Judge `bic` on random models."""
    mistakes, sources = bic_mistakes(reference), (oracle, reference)
    check_cases(bic, _models(seed), BIC, names=NAMES, sources=sources, mistakes=mistakes)
    return "the BIC of models of many sizes"


@hidden
def check_log_evidence_hidden(log_evidence_bic, oracle, reference, seed):
    """Judge `log_evidence_bic` on random models."""
    mistakes, sources = log_evidence_mistakes(reference), (oracle, reference)
    check_cases(
        log_evidence_bic, _models(seed), LOG_EVIDENCE, names=NAMES, sources=sources, mistakes=mistakes
    )
    return "the approximate log evidence of models of many sizes"


@hidden
def check_bic_errors(bic):
    """Judge which bad arguments `bic` refuses."""
    bic_refuses(bic)
    return "bad arguments are refused with a ValueError that names them"


@hidden
def check_log_evidence_errors(log_evidence_bic):
    """Judge which bad arguments `log_evidence_bic` refuses."""
    log_evidence_refuses(log_evidence_bic)
    return "bad arguments are refused with a ValueError that names them"
