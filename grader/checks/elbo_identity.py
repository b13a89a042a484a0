"""elbo-identity: the exact ELBO of a normal q for one unknown mean.

Decides by: the ELBO for three problems by hand and, hidden, ten random ones, to ten digits, so that neither
Monte Carlo nor a coarse grid passes. The oracle is the log evidence, from SciPy's multivariate normal, minus
the divergence from q to the posterior, by quadrature: the identity that the exercise is about.

Cannot see: an error below the tenth digit; more than 60 observations; whether gradients pass through it,
which is not asked.
"""

import math

import torch

from grader.checking import (
    RTOL,
    Bad,
    Case,
    CheckError,
    CheckFailed,
    check_cases,
    check_raises,
    generator,
    hidden,
    visible,
)
from grader.checks._elbo_identity_mistakes import MISTAKES

NAMES = ("mu_q", "sigma_q", "y", "prior_scale", "noise_scale")
RETURNS = "the ELBO"
STRICT = 1e-10


def _tensor(values):
    return torch.tensor(values, dtype=torch.float64)


ANY_Q = Case(
    "two observations and any q",
    (1.0, 0.5, _tensor([1.0, 3.0]), 2.0, 1.0),
    -1.90625 - math.log(8 * math.pi),
)


def _judge(function, cases, sources=()):
    """Judge to ten digits; where fewer are right, say so."""
    for case in cases:
        try:
            check_cases(
                function, [case], RETURNS, names=NAMES, sources=sources, mistakes=MISTAKES, rtol=STRICT
            )
        except CheckFailed as failed:
            if failed.cause is not None:
                raise
            if _near(function, case, sources, 10 * RTOL):
                failed.cause = (
                    "Right to single precision only: calculate in float64 and keep constants to all digits."
                )
            elif _near(function, case, sources, 0.03):
                failed.cause = (
                    "Near, but not exact: a Monte Carlo average, or a coarse grid? Write the integrals out."
                )
            if failed.cause is not None:
                failed.about = f"{case.about}, to ten digits"
            raise


def _near(function, case, sources, rtol):
    try:
        check_cases(function, [case], RETURNS, names=NAMES, sources=sources, rtol=rtol)
    except CheckFailed:
        return False
    return True


@visible
def check(elbo_linear_gaussian):
    """Judge `elbo_linear_gaussian` on results that can be worked out by hand."""
    two, three = ANY_Q.args[2], _tensor([0.5, -1.0, 2.0])
    cases = [
        ANY_Q,
        Case(
            "q equal to the posterior: the ELBO is the log evidence",
            (16 / 9, 2 / 3, two, 2.0, 1.0),
            -math.log(6 * math.pi) - 13 / 9,
        ),
        Case(
            "q equal to the prior: the ELBO is the expected log likelihood",
            (0.0, 0.5, three, 0.5, 2.0),
            -1.5 * math.log(2 * math.pi) - 3 * math.log(2) - 0.75,
        ),
    ]
    _judge(elbo_linear_gaussian, cases)
    _refuses(elbo_linear_gaussian)
    return "the ELBO of any q, of the posterior and of the prior, to ten digits, and refusals"


@hidden
def check_hidden(elbo_linear_gaussian, oracle, reference, seed):
    """Judge that log evidence = ELBO + KL holds to ten digits."""
    rng = generator(seed)

    def problem(n, sigma_q=None, prior=None, noise=None, shift=0.0):
        prior, noise = prior or float(rng.uniform(0.5, 3)), noise or float(rng.uniform(0.5, 2))
        y = torch.from_numpy(rng.normal(rng.normal(0, prior), noise, n))
        return float(rng.normal()) + shift, sigma_q or float(rng.uniform(0.2, 1.5)), y, prior, noise

    _, _, y, prior, noise = problem(9)
    variance = 1 / (prior**-2 + len(y) * noise**-2)
    posterior = (variance * float(y.sum()) / noise**2, math.sqrt(variance), y, prior, noise)
    cases = [
        Case("log evidence = ELBO + KL for any q", problem(6)),
        Case("log evidence = ELBO + KL for another q", problem(11)),
        Case("one observation", problem(1)),
        Case("many observations", problem(60)),
        Case("a very narrow q", problem(5, sigma_q=1e-4)),
        Case("a very wide q", problem(5, sigma_q=50.0)),
        Case("a q far from the data", problem(5, shift=40.0)),
        Case("a narrow prior", problem(5, prior=0.03)),
        Case("little noise", problem(5, noise=0.05)),
        Case("q equal to the posterior: the ELBO is the log evidence", posterior),
    ]
    _judge(elbo_linear_gaussian, cases, (_strict(oracle, reference), reference))
    return "log evidence = ELBO + KL, to ten digits"


def _strict(oracle, reference):
    """Return the oracle, which refuses to differ from the reference in ten digits."""

    def both(*args):
        expected = oracle(*args)
        if not math.isclose(expected, float(reference(*args)), rel_tol=STRICT):
            raise CheckError(
                "log evidence = ELBO + KL: the reference and the oracle disagree; this is a bug of the check"
            )
        return expected

    return both


def _refuses(elbo_linear_gaussian):
    good, bad = ANY_Q.args, []

    def spoil(about, place, value):
        args = tuple(value if i == place else arg for i, arg in enumerate(good))
        bad.append(Bad(about, args, (NAMES[place],)))

    for place, which in ((1, "scale of q"), (3, "prior scale"), (4, "noise scale")):
        spoil(f"a {which} of zero", place, 0.0)
        spoil(f"a negative {which}", place, -1.0)
        spoil(f"NaN as {which}", place, math.nan)
    spoil("NaN as mean of q", 0, math.nan)
    spoil("NaN among the observations", 2, _tensor([1.0, math.nan]))
    spoil("no observations", 2, _tensor([]))
    check_raises(elbo_linear_gaussian, bad, ANY_Q, RETURNS, names=NAMES)


@hidden
def check_errors(elbo_linear_gaussian):
    """Judge which bad arguments `elbo_linear_gaussian` refuses."""
    _refuses(elbo_linear_gaussian)
    return "bad arguments are refused with a ValueError that names them"
