"""kde: density and distribution function of a Gaussian kernel density estimate.

Decides by: density and distribution function at given points: three kernels and a single one from the table
of the normal distribution and, hidden, seven random cases against `scipy.stats.gaussian_kde` (narrow and wide
kernels, equal data, points far outside), each number to 2e-6 of the largest at the same call.

Cannot see: errors far out in the tails, where the density is below 2e-6 of the largest one asked for with it,
so that a kernel may be cut off there; overflow or running time with more than 40 data points.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks._kde_mistakes import CDF_MISTAKES, PDF_MISTAKES
from grader.checks.kde import NAMES, cdf_refuses, pdf_refuses


def _cases(seed):
    rng = generator(seed)

    def binary(values, step=64):
        # Numbers that float32 holds exactly, so that arithmetic in float32 passes too.
        return np.round(np.asarray(values) * step) / step

    data = binary(rng.normal(rng.normal(), 2.0, size=40))
    far = binary(rng.normal(50.0, 10.0, size=12))
    wide = np.concatenate([data[:5], [data.min() - 30.0, data.max() + 30.0]])
    usual, narrow = float(binary(rng.uniform(0.3, 0.9))), float(binary(rng.uniform(0.005, 0.01), 1024))
    near = data[:3] + binary(narrow * rng.normal(size=3), 1024)
    return [
        Case("random data", (binary(rng.normal(size=7)), data, usual)),
        Case("points inside and far outside the data", (wide, data, usual)),
        Case("kernels that hardly overlap", (near, data, narrow)),
        Case("kernels much wider than the data", (binary(rng.normal(0.0, 50.0, size=6)), data, 40.0 + usual)),
        Case(
            "data with equal values", (binary(rng.normal(size=4)), rng.integers(-2, 3, size=20) * 1.0, usual)
        ),
        Case("as many points as data, in any order", (rng.permutation(far), far, 4.0 + usual)),
        Case("one point", (binary(rng.normal(size=1)), data, usual)),
    ]


@hidden
def check_pdf_hidden(kde_pdf, oracle, reference, seed):
    """Judge `kde_pdf` on random data, with narrow and wide kernels."""
    sources = (oracle, reference)
    check_cases(kde_pdf, _cases(seed), "the density", names=NAMES, sources=sources, mistakes=PDF_MISTAKES)
    return "the density for random data, narrow and wide kernels"


@hidden
def check_cdf_hidden(kde_cdf, oracle, reference, seed):
    """Judge `kde_cdf` on random data, with narrow and wide kernels."""
    sources = (oracle, reference)
    check_cases(kde_cdf, _cases(seed), "the probability", names=NAMES, sources=sources, mistakes=CDF_MISTAKES)
    return "the distribution function for random data, narrow and wide kernels"


@hidden
def check_pdf_errors(kde_pdf):
    """Judge which bad arguments `kde_pdf` refuses."""
    pdf_refuses(kde_pdf)
    return "bad arguments are refused with a ValueError that names them"


@hidden
def check_cdf_errors(kde_cdf):
    """Judge which bad arguments `kde_cdf` refuses."""
    cdf_refuses(kde_cdf)
    return "bad arguments are refused with a ValueError that names them"
