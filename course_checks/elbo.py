"""elbo: the Monte Carlo ELBO of a factorised normal, and the full gradient through it.

Decides by: the value for noise that is given, by hand and, hidden, ten random models against SciPy's normal
density, to 2e-6; where q is the posterior, every sample must give the log evidence, which needs every
constant. The full gradient in mu and rho against central differences, to 1e-4 of the largest, so a detached
part shows.

Cannot see: an error below those tolerances; the gradient at very small and very large scales, whose values
only are judged; rho between -0.4 and 0.4 in the random models.
"""

import math

import numpy as np

from grader.checking import Case, check_cases, check_gradients, generator, hidden
from grader.checks._elbo_mistakes import CUTS, MISTAKES
from grader.checks._given_noise import check_repeats, tensor
from grader.checks._objectives import coupled_log_joint, normal_means_log_joint
from grader.checks.elbo import NAMES, RETURNS, refuses, rho_of


def _problem(rng, n_samples, n_parameters):
    """Return mu, rho, a log joint with coupled parameters, and eps."""
    rho = rng.uniform(0.4, 2.5, n_parameters) * np.where(np.arange(n_parameters) % 2, -1, 1)
    log_joint = coupled_log_joint(rng.normal(0.0, 1.0, n_parameters).tolist(), rng.uniform(0.5, 1.5))
    eps = rng.standard_normal((n_samples, n_parameters))
    return tensor(rng.normal(0.0, 1.0, n_parameters)), tensor(rho), log_joint, tensor(eps)


def _at_posterior(rng, n_samples, n_parameters):
    """Return a conjugate problem whose q is the posterior."""
    prior_scale, noise_scale = rng.uniform(0.5, 3.0, 2)
    y = rng.normal(0.0, 2.0, n_parameters)
    variance = 1 / (1 / prior_scale**2 + 1 / noise_scale**2)
    rho = rho_of(np.full(n_parameters, math.sqrt(variance)))
    log_joint = normal_means_log_joint(y.tolist(), prior_scale, noise_scale)
    eps = rng.standard_normal((n_samples, n_parameters))
    return tensor(variance * y / noise_scale**2), tensor(rho), log_joint, tensor(eps)


def _problems(rng):
    return [
        Case("more samples than dimensions", _problem(rng, 5, 3)),
        Case("more dimensions than samples", _problem(rng, 2, 6)),
        Case("as many samples as dimensions", _problem(rng, 3, 3)),
        Case("one sample", _problem(rng, 1, 4)),
        Case("one dimension", _problem(rng, 7, 1)),
        Case("where q is the posterior, every sample gives the log evidence", _at_posterior(rng, 1, 3)),
        Case(
            "where q is the posterior, the ELBO of any samples is the log evidence", _at_posterior(rng, 6, 2)
        ),
    ]


@hidden
def check_hidden(elbo_monte_carlo, oracle, reference, seed):
    """Judge the values of `elbo_monte_carlo` for random models and noise."""
    rng = generator(seed)
    cases = _problems(rng)
    cases.append(Case("many samples and dimensions", _problem(rng, 150, 80)))
    narrow = (tensor([0.3, 0.0]), tensor([-9.0, -12.0]), *_problem(rng, 3, 2)[2:])
    wide = (tensor([0.3, 0.0]), tensor([60.0, 800.0]), *_problem(rng, 3, 2)[2:])
    cases += [Case("very small scales", narrow), Case("very large scales", wide)]
    check_repeats(elbo_monte_carlo, cases[0].args, names=NAMES)
    check_cases(elbo_monte_carlo, cases, RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES)
    return "values for given samples, and the log evidence where q is the posterior"


@hidden
def check_hidden_gradients(elbo_monte_carlo, oracle, reference, seed):
    """Judge the gradients of `elbo_monte_carlo` in mu and rho."""
    check_gradients(
        elbo_monte_carlo,
        _problems(generator(seed)),
        wrt=(0, 1),
        names=NAMES,
        oracle=oracle,
        reference=reference,
        mistakes=(*CUTS, *MISTAKES),
    )
    return "the full gradient in mu and rho for given samples"


@hidden
def check_errors(elbo_monte_carlo):
    """Judge which bad arguments `elbo_monte_carlo` refuses."""
    refuses(elbo_monte_carlo)
    return "bad arguments are refused with a ValueError that names them"
