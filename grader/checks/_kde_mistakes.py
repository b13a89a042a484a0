"""The misconceptions about a kernel density estimate, and what each gives."""

import numpy as np
from scipy import special, stats

from grader.checking import Mistake

__all__ = ["CDF_MISTAKES", "PDF_MISTAKES"]


def _z(x, data, h):
    return (np.asarray(x)[:, None] - np.asarray(data)) / h


def _phi(x, data, h):
    return stats.norm.pdf(_z(x, data, h))


def _step(x, data, h):
    return special.ndtr(_z(x, data, h))


PDF_MISTAKES = (
    Mistake("The division by the bandwidth is missing.", lambda x, d, h: _phi(x, d, h).mean(1)),
    Mistake(
        "The division by the number of data points is missing.", lambda x, d, h: _phi(x, d, h).sum(1) / h
    ),
    Mistake("The division by N h is missing.", lambda x, d, h: _phi(x, d, h).sum(1)),
    Mistake(
        "The bandwidth divides twice: the normal density with scale h has its 1/h already.",
        lambda x, d, h: _phi(x, d, h).mean(1) / h**2,
    ),
    Mistake(
        "The average runs over x; it must run over the data.",
        lambda x, d, h: _phi(x, d, h).mean(0) / h,
    ),
    Mistake(
        "Each x met one data point only; every x meets every data point.",
        lambda x, d, h: float(np.mean(stats.norm.pdf(x, d, h))),
    ),
    Mistake(
        "Each x met one data point only; every x meets every data point.",
        lambda x, d, h: stats.norm.pdf(x, d, h),
    ),
    Mistake(
        "The bandwidth was taken for a variance: it is the standard deviation of a kernel.",
        lambda x, d, h: _phi(x, d, np.sqrt(h)).mean(1) / np.sqrt(h),
    ),
    *(
        Mistake(
            "The bandwidth was multiplied by the standard deviation of the data, as in scipy's gaussian_kde.",
            lambda x, d, h, ddof=ddof: (
                _phi(x, d, h * np.std(d, ddof=ddof)).mean(1) / (h * np.std(d, ddof=ddof))
            ),
        )
        for ddof in (0, 1)
    ),
    Mistake(
        "The constant 1/sqrt(2 pi) of the normal density is missing.",
        lambda x, d, h: _phi(x, d, h).mean(1) / h * np.sqrt(2 * np.pi),
    ),
    Mistake(
        "The bandwidth stands inside the root: 1/h is asked for, not 1/sqrt(h).",
        lambda x, d, h: _phi(x, d, h).mean(1) / np.sqrt(h),
    ),
    Mistake(
        "The exponent is -z^2; the normal density has -z^2 / 2.",
        lambda x, d, h: (_phi(x, d, h) ** 2).mean(1) * np.sqrt(2 * np.pi) / h,
    ),
    Mistake("This is the distribution function, not the density.", lambda x, d, h: _step(x, d, h).mean(1)),
)

CDF_MISTAKES = (
    Mistake(
        "The density phi was averaged, as the slide's letter suggests; the CDF averages Phi.",
        lambda x, d, h: _phi(x, d, h).mean(1),
    ),
    Mistake("This is the density, not the distribution function.", lambda x, d, h: _phi(x, d, h).mean(1) / h),
    Mistake("The division by the number of data points is missing.", lambda x, d, h: _step(x, d, h).sum(1)),
    Mistake(
        "The factor 1/h belongs to the density only: integrating it away leaves Phi alone.",
        lambda x, d, h: _step(x, d, h).mean(1) / h,
    ),
    Mistake("The sign is turned round: this is P(X > x).", lambda x, d, h: 1 - _step(x, d, h).mean(1)),
    Mistake("The average runs over x; it must run over the data.", lambda x, d, h: _step(x, d, h).mean(0)),
    Mistake(
        "Each x met one data point only; every x meets every data point.",
        lambda x, d, h: float(np.mean(stats.norm.cdf(x, d, h))),
    ),
    Mistake(
        "Each x met one data point only; every x meets every data point.",
        lambda x, d, h: stats.norm.cdf(x, d, h),
    ),
    Mistake(
        "The bandwidth was taken for a variance: it is the standard deviation of a kernel.",
        lambda x, d, h: _step(x, d, np.sqrt(h)).mean(1),
    ),
    *(
        Mistake(
            "The bandwidth was multiplied by the standard deviation of the data, as in scipy's gaussian_kde.",
            lambda x, d, h, ddof=ddof: _step(x, d, h * np.std(d, ddof=ddof)).mean(1),
        )
        for ddof in (0, 1)
    ),
    Mistake(
        "The bandwidth was squared: z = (x - d) / h.",
        lambda x, d, h: _step(x, d, h**2).mean(1),
    ),
    Mistake(
        "The sqrt(2) inside erf is missing: Phi(z) = (1 + erf(z / sqrt(2))) / 2.",
        lambda x, d, h: _step(x, d, h / np.sqrt(2)).mean(1),
    ),
    Mistake(
        "erf runs from -1 to 1: Phi(z) = (1 + erf(z / sqrt(2))) / 2.",
        lambda x, d, h: 2 * _step(x, d, h).mean(1) - 1,
    ),
    Mistake(
        "This is the share of data points up to x: the steps are not smoothed by the kernel.",
        lambda x, d, h: (_z(x, d, h) >= 0).mean(1),
    ),
)
