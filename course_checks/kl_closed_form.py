"""kl-closed-form: the Kullback-Leibler divergence of two factorised normals.

Decides by: values by hand and, hidden, fourteen random pairs of normals against quadrature, to 2e-6 of the
value plus 1e-6 nats: numbers and vectors in every place, 200 dimensions, scales from 2e-7 to 3,000, means
100,000 apart, and q equal to p.

Cannot see: an error below a millionth of a nat where the divergence is small; whether gradients pass through
it, which is not asked.
"""

import torch

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.kl_closed_form import ATOL, MISTAKES, NAMES, RETURNS, refuses


@hidden
def check_hidden(kl_normal, oracle, reference, seed):
    """Judge `kl_normal` on random, narrow, wide and distant normals."""
    rng = generator(seed)

    def means(n=7):
        return torch.from_numpy(rng.normal(0.0, 2.0, n))

    def scales(n=7):
        return torch.from_numpy(rng.uniform(0.2, 3.0, n))

    same, spread = means(), scales()
    cases = [
        Case("two random normals", (means(), scales(), means(), scales())),
        Case("p given by plain numbers", (means(), scales(), 0.3, float(rng.uniform(0.5, 2)))),
        Case("q given by plain numbers", (0.3, float(rng.uniform(0.5, 2)), means(), scales())),
        Case("scales given by plain numbers", (means(), float(rng.uniform(2, 3)), means(), 1.2)),
        Case("means given by plain numbers", (float(rng.normal()), scales(), -0.7, scales())),
        Case("only one argument with more than one dimension", (means(), 0.4, 1.0, 1.7)),
        Case("numbers only", (float(rng.normal()), 0.4, 1.0, 1.7)),
        Case("one dimension", (means(1), scales(1), means(1), scales(1))),
        Case("many dimensions", (means(200), scales(200), means(200), scales(200))),
        # Narrower yet, a right formula in the ratio of the variances would lose too many digits.
        Case("a very narrow q", (means(), 1e-4 * scales(), means(), scales())),
        Case("very narrow q and p", tuple(1e-6 * part() for part in (means, scales, means, scales))),
        Case("a very wide q", (means(), 1e3 * scales(), means(), scales())),
        Case("distant means", (1e5 * means(), scales(), means(), scales())),
        Case("q equal to p: the divergence is zero", (same, spread, same, spread), 0.0),
    ]
    check_cases(
        kl_normal, cases, RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES, atol=ATOL
    )
    return "divergences of random, narrow, wide and distant normals"


@hidden
def check_errors(kl_normal):
    """Judge which bad arguments `kl_normal` refuses."""
    refuses(kl_normal)
    return "bad arguments are refused with a ValueError that names them"
