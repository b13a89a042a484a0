"""mean-field: the log density of a factorised normal, and its gradients.

Decides by: values by hand and, hidden, eight random problems against SciPy's normal density, to 2e-6 of the
largest, with standard deviations from 9e-14 to 800 and up to 500 dimensions; gradients in theta, mu and rho,
each point with a random weight, against the formulas, to 1e-4 of the largest in each argument.

Cannot see: an error below those tolerances; rho between -0.3 and 0.3, which the random problems leave out
because hand-written stable formulas have another slope at zero.
"""

import numpy as np
import torch

from grader.checking import Case, check_cases, generator, hidden
from grader.checking import check_gradients as judge_gradients
from grader.checks.mean_field import MISTAKES, NAMES, RETURNS, refuses, tensor


def _problem(rng, n, d):
    """Return random theta, mu and rho, away from zeros and cancellations; every second rho is negative."""
    rho = np.where(np.arange(d) % 2, rng.uniform(-1.0, -0.3, d), rng.uniform(0.3, 3.0, d))
    mu = rng.uniform(-1.0, 1.0, d)
    z = rng.choice([-1.0, 1.0], d) * rng.uniform(1.2, 2.5, (n, d))
    return tuple(torch.from_numpy(value) for value in (mu + np.logaddexp(0, rho) * z, mu, rho))


@hidden
def check_hidden(log_q, oracle, reference, seed):
    """Judge the values of `log_q` at random points, small and large scales."""
    rng = generator(seed)
    small, large = tensor([-12.0, -30.0, -1.5]), tensor([25.0, 800.0, 5.0])
    near = torch.from_numpy(rng.standard_normal((4, 3)) * np.logaddexp(0, small.numpy()))
    wide = torch.from_numpy(rng.standard_normal((4, 3)) * large.numpy())
    cases = [
        Case("random points", _problem(rng, 5, 3)),
        Case("one dimension", _problem(rng, 6, 1)),
        Case("one point", _problem(rng, 1, 4)),
        Case("as many points as dimensions", _problem(rng, 4, 4)),
        Case("many dimensions", _problem(rng, 3, 500)),
        Case("many points", _problem(rng, 400, 2)),
        Case("very small standard deviations", (near, tensor([0.0] * 3), small)),
        Case("very large standard deviations", (wide, tensor([0.0] * 3), large)),
    ]
    check_cases(log_q, cases, RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES)
    return "the log density at random points, at small and at large scales"


@hidden
def check_gradients(log_q, oracle, reference, seed):
    """Judge the gradients of `log_q` in theta, mu and rho, each point with a weight of its own."""
    rng = generator(seed)
    cases = [
        Case("random points", _problem(rng, 5, 3)),
        Case("one point", _problem(rng, 1, 4)),
        Case("many dimensions", _problem(rng, 3, 60)),
        Case("small standard deviations", (tensor([[0.003], [0.004]]), tensor([0.0]), tensor([-6.0]))),
        Case("large standard deviations", (tensor([[90.0], [-700.0]]), tensor([0.0]), tensor([750.0]))),
    ]
    weights = [torch.from_numpy(rng.uniform(0.5, 2.0, len(case.args[0]))) for case in cases]
    judge_gradients(
        log_q,
        cases,
        wrt=(0, 1, 2),
        names=NAMES,
        cotangents=weights,
        oracle=oracle,
        reference=reference,
    )
    return "gradients in theta, mu and rho"


@hidden
def check_errors(log_q):
    """Judge which bad arguments `log_q` refuses."""
    refuses(log_q)
    return "bad arguments are refused with a ValueError that names them"
