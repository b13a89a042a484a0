"""kde: density and distribution function of a Gaussian kernel density estimate.

Decides by: density and distribution function at given points: three kernels and a single one from the table
of the normal distribution and, hidden, seven random cases against `scipy.stats.gaussian_kde` (narrow and wide
kernels, equal data, points far outside), each number to 2e-6 of the largest at the same call.

Cannot see: errors far out in the tails, where the density is below 2e-6 of the largest one asked for with it,
so that a kernel may be cut off there; overflow or running time with more than 40 data points.
"""

import numpy as np

from grader.checking import Bad, Case, check_cases, check_raises, generator, hidden, visible
from grader.checks._kde_mistakes import CDF_MISTAKES, PDF_MISTAKES

NAMES = ("x", "data", "bandwidth")

# The table of the standard normal distribution at z = 0, 1, 2, 3.
_PHI = (0.3989422804014, 0.2419707245191, 0.0539909665132, 0.0044318484119)
_CDF = (0.5, 0.8413447460685, 0.9772498680518, 0.9986501019684)
# The points differ from the data, so that averaging along the wrong axis is no other mistake's result.
THREE = (np.array([1.5, 3.0, 4.5]), np.array([0.0, 1.5, 4.5]), 1.5)
ONE = (np.array([2.0, 2.5, 1.0, 40.0]), np.array([2.0]), 0.5)

PDF_THREE = Case(
    "three kernels",
    THREE,
    np.array([_PHI[1] + _PHI[0] + _PHI[2], _PHI[2] + 2 * _PHI[1], _PHI[3] + _PHI[2] + _PHI[0]]) / 4.5,
)
CDF_THREE = Case(
    "three kernels",
    THREE,
    np.array([_CDF[1] + 1.5 - _CDF[2], _CDF[2] + 1, _CDF[3] + _CDF[2] + 0.5]) / 3,
)

X, DATA = np.array([0.0, 1.0]), np.array([-1.0, 0.5, 2.0])
BAD = (
    Bad("a bandwidth of zero", (X, DATA, 0.0), ("bandwidth",)),
    Bad("a negative bandwidth", (X, DATA, -0.5), ("bandwidth",)),
    Bad("a bandwidth of NaN", (X, DATA, np.nan), ("bandwidth",)),
    Bad("NaN in the data", (X, np.array([-1.0, np.nan, 2.0]), 0.5), ("data",)),
    Bad("empty data", (X, np.array([]), 0.5), ("data",)),
    Bad("NaN in x", (np.array([0.0, np.nan]), DATA, 0.5), ("x",)),
)


def _pdf_refuses(kde_pdf):
    check_raises(kde_pdf, BAD, PDF_THREE, "the density", names=NAMES)


def _cdf_refuses(kde_cdf):
    check_raises(kde_cdf, BAD, CDF_THREE, "the probability", names=NAMES)


@visible
def check_pdf(kde_pdf):
    """Judge `kde_pdf` on three kernels and on one."""
    one = Case("a single kernel", ONE, np.array([2 * _PHI[0], 2 * _PHI[1], 2 * _PHI[2], 0.0]))
    check_cases(kde_pdf, [PDF_THREE, one], "the density", names=NAMES, mistakes=PDF_MISTAKES)
    _pdf_refuses(kde_pdf)
    return "the density of three kernels and of a single one, and bad arguments are refused"


@visible
def check_cdf(kde_cdf):
    """Judge `kde_cdf` on three kernels and on one."""
    one = Case("a single kernel", ONE, np.array([0.5, _CDF[1], 1 - _CDF[2], 1.0]))
    check_cases(kde_cdf, [CDF_THREE, one], "the probability", names=NAMES, mistakes=CDF_MISTAKES)
    _cdf_refuses(kde_cdf)
    return "the distribution function of three kernels and of a single one, and bad arguments are refused"


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
    _pdf_refuses(kde_pdf)
    return "bad arguments are refused with a ValueError that names them"


@hidden
def check_cdf_errors(kde_cdf):
    """Judge which bad arguments `kde_cdf` refuses."""
    _cdf_refuses(kde_cdf)
    return "bad arguments are refused with a ValueError that names them"
