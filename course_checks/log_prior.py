"""log-prior: the log density of independent normal weights around zero.

Decides by: values for two problems by hand and, hidden, seven random ones against SciPy's multivariate normal
density, to 2e-6 of the largest; gradients in theta against the formula, to 1e-4 of the largest. Among them
are 100 weights whose density underflows, and weights far outside and far inside the prior.

Cannot see: an error below those tolerances, so that a row whose log density is much smaller than the largest
may be off by more of itself; more than 100 weights.
"""

from grader.checking import Case, check_cases, check_gradients, generator, hidden
from grader.checks.log_prior import MISTAKES, NAMES, RETURNS, refuses, tensor


def _cases(seed):
    rng = generator(seed)
    return [
        Case("random weights", (tensor(rng.normal(size=(5, 3))), 1.7)),
        Case("one sample", (tensor(rng.normal(size=(1, 4))), 0.3)),
        Case("one weight", (tensor(rng.normal(size=(6, 1))), 3.0)),
        Case("as many samples as weights", (tensor(rng.normal(size=(4, 4))), float(rng.uniform(0.2, 0.8)))),
        Case("many weights under a narrow prior", (tensor(0.03 * rng.normal(size=(2, 60))), 0.03)),
        Case("weights far outside the prior", (tensor(100 * rng.normal(size=(3, 5))), 0.5)),
        Case("weights far inside the prior", (tensor(0.01 * rng.normal(size=(3, 5))), 50.0)),
    ]


@hidden
def check_hidden(log_prior, oracle, reference, seed):
    """Judge the values of `log_prior` for random weights and narrow and wide priors."""
    check_cases(log_prior, _cases(seed), RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES)
    return "random, many, small and large weights under narrow and wide priors"


@hidden
def check_gradient(log_prior, oracle, reference, seed):
    """Judge the gradient of `log_prior` with respect to theta."""
    check_gradients(log_prior, _cases(seed), wrt=(0,), names=NAMES, oracle=oracle, reference=reference)
    return "the gradient with respect to theta"


@hidden
def check_errors(log_prior):
    """Judge which bad arguments `log_prior` refuses."""
    refuses(log_prior)
    return "bad arguments are refused with a ValueError that names them"
