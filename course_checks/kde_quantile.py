"""kde-quantile: quantiles of a Gaussian kernel density estimate, judged by the probability they reach.

Decides by: the probability that a quantile reaches: the estimate's CDF, from SciPy for the visible cases and
from the standard library's normal CDF for nine hidden ones, must be within 2e-4 of p. Tried are p from 0.0005
to 0.9995 in any order, data at scales from 1e-4 to 1e4, also far from zero, groups 400 apart, equal data and
a single point.

Cannot see: where in a gap between groups a quantile lies, as all points there have the same probability; a
search that is wrong by less than 2e-4 in probability, which is a large part of p far out in the tails.
"""

import numpy as np

from grader.checking import Case, generator, hidden
from grader.checks.kde_quantile import SMALL, judge, reached_probability, refuses


@hidden
def check_hidden(kde_ppf, oracle, reference, seed):
    """Judge `kde_ppf` on groups far apart, narrow and wide kernels, and a single data point."""
    rng = generator(seed)
    p = rng.permutation(np.concatenate([[0.001, 0.01, 0.99, 0.999], rng.uniform(0.02, 0.98, size=6)]))
    data = rng.normal(rng.normal(), 2.0, size=25)
    groups = np.concatenate([rng.normal(-100.0, 1.0, size=7), rng.normal(300.0, 5.0, size=6)])
    cases = [
        Case("random data", (p, data, rng.uniform(0.3, 0.9))),
        Case("groups far apart", (p, groups, rng.uniform(0.3, 0.9))),
        Case("kernels that do not overlap", (p, data[:9], 10 ** rng.uniform(-3, -2))),
        Case("kernels much wider than the data", (p, data, rng.uniform(30.0, 60.0))),
        Case("data on a small scale", (p, 1e-4 * data, 1e-4 * rng.uniform(0.3, 0.9))),
        Case("data on a large scale, far from zero", (p, 1e6 + 1e4 * data, 1e4 * rng.uniform(0.3, 0.9))),
        Case("a single data point", (p, data[:1], rng.uniform(0.3, 0.9))),
        Case("equal data points", (p, np.full(6, data[0]), rng.uniform(0.3, 0.9))),
        Case("one probability", (p[-1:], data, rng.uniform(0.3, 0.9))),
    ]
    judge(kde_ppf, cases, lambda *args: np.asarray(oracle(*args)), reference)
    return "quantiles of groups far apart, narrow and wide kernels, and a single data point"


@hidden
def check_errors(kde_ppf):
    """Judge which bad arguments `kde_ppf` refuses."""
    judge(kde_ppf, [SMALL], reached_probability)
    refuses(kde_ppf)
    return "bad arguments are refused with a ValueError that names them"
