"""elbo-identity: the exact ELBO of a normal q for one unknown mean."""

import math

import torch

from grader.checking import RTOL, Bad, Case, CheckFailed, check_cases, check_raises, visible
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


def judge(function, cases, sources=()):
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
    judge(elbo_linear_gaussian, cases)
    refuses(elbo_linear_gaussian)
    return "the ELBO of any q, of the posterior and of the prior, to ten digits, and refusals"


def refuses(elbo_linear_gaussian):
    """Judge which bad arguments `elbo_linear_gaussian` refuses."""
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
