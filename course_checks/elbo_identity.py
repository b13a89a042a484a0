"""elbo-identity: the exact ELBO of a normal q for one unknown mean.

Decides by: the ELBO for three problems by hand and, hidden, ten random ones, to ten digits, so that neither
Monte Carlo nor a coarse grid passes. The oracle is the log evidence, from SciPy's multivariate normal, minus
the divergence from q to the posterior, by quadrature: the identity that the exercise is about.

Cannot see: an error below the tenth digit; more than 60 observations; whether gradients pass through it,
which is not asked.
"""

import math

import torch

from grader.checking import Case, CheckError, generator, hidden
from grader.checks.elbo_identity import STRICT, judge, refuses


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
    judge(elbo_linear_gaussian, cases, (_strict(oracle, reference), reference))
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


@hidden
def check_errors(elbo_linear_gaussian):
    """Judge which bad arguments `elbo_linear_gaussian` refuses."""
    refuses(elbo_linear_gaussian)
    return "bad arguments are refused with a ValueError that names them"
