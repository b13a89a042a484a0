"""bayes-rule: the posterior and the evidence over a discrete parameter.

Decides by: posterior and evidence on three problems worked out by hand and, hidden, on six random ones,
against exact fractions: likelihoods of 1e-200, zeros in likelihood and prior, one value and 400. The evidence
must be right to 2e-6 of itself, a posterior probability to 2e-6 of the largest one.

Cannot see: a wrong posterior probability of less than 2e-6 of the largest; likelihoods so small that their
product with the prior leaves the range of numbers; what happens where all likelihoods are zero, which the
contract leaves out.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.bayes_rule import NAMES, RETURNS, _mistakes, refuses


@hidden
def check_hidden(bayes_posterior, oracle, reference, seed):
    """Judge `bayes_posterior` on random, tiny and zero likelihoods."""
    rng = generator(seed)
    prior = rng.dirichlet(np.ones(6))
    some_zero = rng.gamma(1.0, size=6) * np.array([1, 0, 1, 1, 0, 1])
    cases = [
        Case("a random prior and likelihood", (prior, rng.gamma(1.0, size=6))),
        Case("a likelihood of densities far below one", (prior, 1e-200 * rng.gamma(1.0, size=6))),
        Case("values that the data rule out", (prior, some_zero)),
        Case("a value that the prior rules out", (np.array([0.0, 0.4, 0.6]), rng.gamma(1.0, size=3))),
        Case("a parameter with one value", (np.ones(1), rng.gamma(1.0, size=1))),
        Case("many values of the parameter", (rng.dirichlet(np.ones(400)), rng.gamma(1.0, size=400))),
    ]
    check_cases(
        bayes_posterior,
        cases,
        RETURNS,
        names=NAMES,
        sources=(oracle, reference),
        mistakes=_mistakes(reference),
        atol=0.0,
    )
    return "posterior and evidence for random, tiny and vanishing likelihoods"


@hidden
def check_errors(bayes_posterior):
    """Judge which bad arguments `bayes_posterior` refuses."""
    refuses(bayes_posterior)
    return "bad arguments are refused with a ValueError that names them"
