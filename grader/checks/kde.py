"""kde: density and distribution function of a Gaussian kernel density estimate."""

import numpy as np

from grader.checking import Bad, Case, check_cases, check_raises, visible
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


def pdf_refuses(kde_pdf):
    """Judge which bad arguments `kde_pdf` refuses."""
    check_raises(kde_pdf, BAD, PDF_THREE, "the density", names=NAMES)


def cdf_refuses(kde_cdf):
    """Judge which bad arguments `kde_cdf` refuses."""
    check_raises(kde_cdf, BAD, CDF_THREE, "the probability", names=NAMES)


@visible
def check_pdf(kde_pdf):
    """Judge `kde_pdf` on three kernels and on one."""
    one = Case("a single kernel", ONE, np.array([2 * _PHI[0], 2 * _PHI[1], 2 * _PHI[2], 0.0]))
    check_cases(kde_pdf, [PDF_THREE, one], "the density", names=NAMES, mistakes=PDF_MISTAKES)
    pdf_refuses(kde_pdf)
    return "the density of three kernels and of a single one, and bad arguments are refused"


@visible
def check_cdf(kde_cdf):
    """Judge `kde_cdf` on three kernels and on one."""
    one = Case("a single kernel", ONE, np.array([0.5, _CDF[1], 1 - _CDF[2], 1.0]))
    check_cases(kde_cdf, [CDF_THREE, one], "the probability", names=NAMES, mistakes=CDF_MISTAKES)
    cdf_refuses(kde_cdf)
    return "the distribution function of three kernels and of a single one, and bad arguments are refused"
