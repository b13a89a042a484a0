"""bic: the Bayesian information criterion, and the log evidence that it approximates."""

import math

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible

NAMES = ("max_log_likelihood", "n_parameters", "n_observations")
BIC, LOG_EVIDENCE = "the BIC", "the log evidence"


def _penalties(scale, table):
    """Return the mistakes of the penalty: `scale` times the log likelihood plus a wrong penalty."""
    return [
        Mistake(says, lambda most, k, n, penalty=penalty: scale * most + penalty(k, n))
        for says, penalty in table
    ]


def _multiples(right, table):
    """Return the mistakes that are the right value times a factor."""
    return [Mistake(says, lambda *args, factor=factor: factor * right(*args)) for says, factor in table]


def bic_mistakes(right):
    """Return misconceptions about the BIC, with what they give."""
    penalties = _penalties(
        -2,
        (
            ("The penalty is k without log n, as on the slide; see the note.", lambda k, n: k),
            ("This is Akaike's criterion, with the penalty 2 k; the BIC's grows with n.", lambda k, n: 2 * k),
            ("The penalty has the wrong sign: more parameters, larger BIC.", lambda k, n: -k * math.log(n)),
            ("The penalty is halved, the log likelihood is not.", lambda k, n: k / 2 * math.log(n)),
            ("The logarithm of n is to base 10; take the natural one.", lambda k, n: k * math.log10(n)),
            ("The logarithm of n is to base 2; take the natural one.", lambda k, n: k * math.log2(n)),
            ("The penalty is k n; it grows with the logarithm of n.", lambda k, n: k * n),
            ("k and n are swapped in the penalty.", lambda k, n: n * math.log(k)),
            ("The penalty is left out.", lambda k, n: 0.0),
        ),
    )
    multiples = _multiples(
        right,
        (
            ("The whole is negated: here a better model has the smaller value.", -1),
            ("This is half the BIC.", 0.5),
            ("This is the log evidence; the BIC is minus two times that.", -0.5),
        ),
    )
    fits = [
        Mistake(
            "The log likelihood has the wrong sign: a better fit, a smaller BIC.",
            lambda most, k, n: 2 * most + k * math.log(n),
        ),
        Mistake(
            "The log likelihood counts once in the BIC; it counts twice.",
            lambda most, k, n: -most + k * math.log(n),
        ),
    ]
    return [*penalties, *multiples, *fits]


def log_evidence_mistakes(right):
    """Return misconceptions about the log evidence's approximation, with what they give."""
    penalties = _penalties(
        1,
        (
            ("The penalty is not halved: each parameter costs half of log n.", lambda k, n: -k * math.log(n)),
            ("The penalty lacks log n, as the BIC on the slide; see the note.", lambda k, n: -k / 2),
            ("The penalty is Akaike's, k; that of the BIC grows with n.", lambda k, n: -k),
            (
                "The penalty has the wrong sign: more parameters, less evidence.",
                lambda k, n: k / 2 * math.log(n),
            ),
            ("The logarithm of n is to base 10; take the natural one.", lambda k, n: -k / 2 * math.log10(n)),
            ("The logarithm of n is to base 2; take the natural one.", lambda k, n: -k / 2 * math.log2(n)),
            ("The penalty is left out: this is the maximum alone.", lambda k, n: 0.0),
        ),
    )
    multiples = _multiples(
        right,
        (
            ("The sign is wrong: this is plus half the BIC.", -1),
            ("This is the BIC; the log evidence is minus half of it.", -2),
            ("This is minus the BIC; it has to be halved.", 2),
        ),
    )
    evidence = Mistake(
        "The evidence comes back, not its logarithm.", lambda *args: math.exp(min(right(*args), 700.0))
    )
    return [*penalties, *multiples, evidence]


# 3 log 50 = 11.736069...
BICS = (
    Case("three parameters and 50 observations", (-100.0, 3, 50), 211.73606901628444),
    Case("no parameter", (-40.0, 0, 20), 80.0),
    Case("a density above one, and a single observation", (2.5, 1, 1), -5.0),
)
LOG_EVIDENCES = (
    Case("three parameters and 50 observations", (-100.0, 3, 50), -105.86803450814222),
    Case("no parameter", (-40.0, 0, 20), -40.0),
    Case("a density above one, and a single observation", (2.5, 1, 1), 2.5),
)
BAD = (
    Bad("NaN as log likelihood", (math.nan, 3, 50), ("max_log_likelihood",)),
    Bad("NaN as number of parameters", (-100.0, math.nan, 50), ("n_parameters",)),
    Bad("NaN as number of observations", (-100.0, 3, math.nan), ("n_observations",)),
    Bad("an empty sample", (-100.0, 3, 0), ("n_observations",)),
)


def bic_refuses(bic):
    """Judge which bad arguments `bic` refuses."""
    check_raises(bic, BAD, BICS[0], BIC, names=NAMES)


def log_evidence_refuses(log_evidence_bic):
    """Judge which bad arguments `log_evidence_bic` refuses."""
    check_raises(log_evidence_bic, BAD, LOG_EVIDENCES[0], LOG_EVIDENCE, names=NAMES)


def _known(cases):
    return lambda *args: next(case.expected for case in cases if case.args == args)


@visible
def check_bic(bic):
    """Judge `bic` on three models."""
    check_cases(bic, BICS, BIC, names=NAMES, mistakes=bic_mistakes(_known(BICS)))
    bic_refuses(bic)
    return "the BIC of three models, and bad arguments are refused"


@visible
def check_log_evidence(log_evidence_bic):
    """Judge `log_evidence_bic` on three models."""
    mistakes = log_evidence_mistakes(_known(LOG_EVIDENCES))
    check_cases(log_evidence_bic, LOG_EVIDENCES, LOG_EVIDENCE, names=NAMES, mistakes=mistakes)
    log_evidence_refuses(log_evidence_bic)
    return "the approximate log evidence of three models, and bad arguments are refused"
