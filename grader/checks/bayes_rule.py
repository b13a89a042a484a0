"""bayes-rule: the posterior and the evidence over a discrete parameter."""

import numpy as np

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible

NAMES = ("prior", "likelihood")
RETURNS = ("posterior", "evidence")
ADDED = (1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, float(np.finfo(float).eps))
RARE_DISEASE = Case(
    "a rare disease and a positive test",
    (np.array([0.01, 0.99]), np.array([0.90, 0.05])),
    (np.array([2 / 13, 11 / 13]), 0.0585),
)
THREE = Case(
    "three hypotheses whose likelihoods do not sum to one",
    (np.array([0.5, 0.3, 0.2]), np.array([2.0, 1.0, 4.0])),
    (np.array([10 / 21, 3 / 21, 8 / 21]), 2.1),
)
TINY = Case(
    "the same hypotheses with likelihoods of many data",
    (np.array([0.5, 0.3, 0.2]), np.array([2e-30, 1e-30, 4e-30])),
    (np.array([10 / 21, 3 / 21, 8 / 21]), 2.1e-30),
)


def _mistakes(right):
    """Return the misconceptions; `right` gives the right pair, for those that get one half of it."""

    def unweighted(total):
        return lambda p, lik: (p * lik / total(lik), float(total(lik)))

    def added(small):
        return lambda p, lik: (p * lik / (right(p, lik)[1] + small), right(p, lik)[1])

    def counted(small):
        return lambda p, lik: (p * lik / (right(p, lik)[1] + small), right(p, lik)[1] + small)

    outweighs = "is added to the evidence; where all likelihoods are tiny, it outweighs them."
    return (
        Mistake(
            "The posterior is prior times likelihood before the division by the evidence.",
            lambda p, lik: (p * lik, right(p, lik)[1]),
        ),
        Mistake(
            "The posterior leaves the prior out: it is the likelihood, normalised.",
            lambda p, lik: (lik / np.sum(lik), right(p, lik)[1]),
        ),
        Mistake(
            "The prior is left out of both: posterior and evidence come from the likelihood alone.",
            lambda p, lik: (lik / np.sum(lik), float(np.sum(lik))),
        ),
        Mistake(
            "The evidence is the plain sum of the likelihood; it must weigh each value with the prior.",
            unweighted(np.sum),
        ),
        Mistake(
            "The evidence is the plain mean of the likelihood; it must weigh each value with the prior.",
            unweighted(np.mean),
        ),
        Mistake(
            "The posterior is right; the second value is the posterior's sum, not the evidence.",
            lambda p, lik: (right(p, lik)[0], 1.0),
        ),
        Mistake(
            "The posterior is right; the second value is the plain sum of the likelihood, not the evidence.",
            lambda p, lik: (right(p, lik)[0], float(np.sum(lik))),
        ),
        Mistake(
            "The likelihood was divided by its sum first; the evidence needs it as it is.",
            lambda p, lik: (right(p, lik)[0], right(p, lik)[1] / float(np.sum(lik))),
        ),
        Mistake(
            "The posterior is right; the second value is the mean of prior times likelihood, not the sum.",
            lambda p, lik: (right(p, lik)[0], right(p, lik)[1] / len(p)),
        ),
        Mistake(
            "The posterior is right; the second value is the logarithm of the evidence.",
            lambda p, lik: (right(p, lik)[0], float(np.log(right(p, lik)[1]))),
        ),
        Mistake(
            "The two values come back in the wrong order: posterior first, then evidence.",
            lambda p, lik: right(p, lik)[::-1],
        ),
        *(Mistake(f"{small:.1e} {outweighs}", way(small)) for small in ADDED for way in (added, counted)),
    )


PRIOR, LIKELIHOOD = np.array([0.3, 0.7]), np.array([0.2, 0.5])
BAD = (
    Bad("a negative prior", (np.array([-0.3, 1.3]), LIKELIHOOD), ("prior",)),
    Bad("a negative likelihood", (PRIOR, np.array([0.2, -0.5])), ("likelihood",)),
    Bad("NaN in the prior", (np.array([np.nan, 0.7]), LIKELIHOOD), ("prior",)),
    Bad("NaN in the likelihood", (PRIOR, np.array([np.nan, 0.5])), ("likelihood",)),
    Bad("shapes that do not fit", (PRIOR, np.array([0.2, 0.5, 0.1])), NAMES),
)


def refuses(bayes_posterior):
    """Judge which bad arguments `bayes_posterior` refuses."""
    check_raises(bayes_posterior, BAD, RARE_DISEASE, RETURNS, names=NAMES)


def _known(cases):
    return lambda *args: next(
        case.expected for case in cases if all(a is b for a, b in zip(case.args, args, strict=True))
    )


@visible
def check(bayes_posterior):
    """Judge `bayes_posterior` on a medical test and on three hypotheses."""
    cases = [THREE, RARE_DISEASE, TINY]  # three values cannot be taken for the pair that comes back
    mistakes = _mistakes(_known(cases))
    check_cases(bayes_posterior, cases, RETURNS, names=NAMES, mistakes=mistakes, atol=0.0)
    refuses(bayes_posterior)
    return "a medical test, three hypotheses with large and tiny likelihoods, and bad arguments are refused"
