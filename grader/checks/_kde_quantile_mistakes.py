"""What is wrong with quantiles that miss their probabilities."""

import numpy as np
from scipy import special

from grader.checking import CheckFailed, as_array, call, name_of

__all__ = ["misconception", "roughness"]


def misconception(x, got, reached, p, data, bandwidth, tolerance):
    """Return the misconception that gives the quantiles `x`, whose probabilities are `got`, or None."""
    spread = np.ptp(data) + bandwidth
    z = special.ndtri(p)

    def like(wrong):
        return np.max(np.abs(x - wrong)) <= 1e-3 * spread

    def reaches(wanted, width=bandwidth):
        if width == bandwidth and np.max(np.abs(wanted - p)) < 0.01:
            return False  # nothing wrong with that
        return np.max(np.abs(reached(x, data, width) - wanted)) <= 1e-3

    if np.ptp(data) > 0:  # with one kernel these are no mistakes
        if any(like(np.quantile(data, p, method=method)) for method in ("linear", "inverted_cdf", "hazen")):
            return "These are quantiles of the data: the kernels are left out."
        if like(np.quantile(data, p) + bandwidth * z):
            return (
                "Quantiles do not add up: those of the data plus those of the kernel are not the estimate's."
            )
        if like(np.mean(data) + bandwidth * z):
            return "The kernels' quantiles were averaged: the inverse of a mean is no mean of inverses."
        deviations = [np.std(data, ddof=ddof) for ddof in (0, 1)]
        if any(like(np.mean(data) + np.hypot(h, s) * z) for s in deviations for h in (0, bandwidth)):
            return "These are quantiles of one normal distribution fitted to the data."
        if any(reaches(p, bandwidth * deviation) for deviation in deviations):
            return "The bandwidth was multiplied by the standard deviation of the data."
    if reaches(np.sort(p)):
        return "The quantiles came back sorted; they belong in the order of p."
    if reaches(1 - p):
        return "These are quantiles of 1 - p: the sign is turned round, or the wrong half is kept."
    if reaches(p, np.sqrt(bandwidth)):
        return "The bandwidth was taken for a variance: it is the standard deviation of a kernel."
    missed = np.abs(got - p) > tolerance
    # A search that ends too early on its way out reaches too much below and too little above.
    outwards = np.all(
        np.where(x[missed] < (x.min() + x.max()) / 2, got[missed] > p[missed], got[missed] < p[missed])
    )
    ends = np.array([np.min(data), np.max(data)])
    if outwards and np.all(np.min(np.abs(x[missed, None] - ends), axis=1) <= 1e-3 * spread):
        return "The search ends at the smallest and largest data point; the kernels reach beyond."
    at_ends = np.all(np.minimum(x[missed] - x.min(), x.max() - x[missed]) <= 1e-3 * spread)
    if outwards and missed.sum() > 1 and at_ends:
        return "The solution is not between the two ends of the search: choose them from data and bandwidth."
    return None


def roughness(function, reached, p, data, bandwidth, tolerance):
    """Return in which way the quantiles of `function` are too rough: it is asked again, close by."""

    def quantiles(*args):
        return as_array(call(function, *args), name_of(function), "the quantiles", np.shape(args[0]))

    try:
        enlarged = quantiles(p, 1000 * data, 1000 * bandwidth)
        if np.max(np.abs(reached(enlarged, 1000 * data, 1000 * bandwidth) - p)) <= tolerance:
            return (
                "The search stops at a fixed length, and is right for the same data 1000 times as large: "
                "let the length follow the bandwidth."
            )
        spread = np.ptp(data) + bandwidth
        moved = quantiles(p, data[::-1].copy(), bandwidth) - quantiles(p, data, bandwidth)
        if np.max(np.abs(moved)) > 1e-6 * spread:
            return "Too rough: the quantiles change with the order of the data, as those of random draws do."
        near = np.linspace(0.45, 0.55, 1001)
        x = quantiles(near, data, bandwidth)
        if np.mean(np.diff(x) == 0) > 0.5:
            over = reached(x, data, bandwidth) - near
            if np.all(over > -1e-9) or np.all(over < 1e-9):
                return "Too rough: each quantile is a point of a table; interpolate, or search in between."
            return "Too rough: different p get one quantile, since the search stops after too few steps."
        if np.mean(np.abs(np.diff(x, 2)) < 1e-12 * spread) > 0.5:
            return "Too rough: between the points of a table, the CDF is no straight line; take more of them."
    except CheckFailed:
        pass
    return "Too rough: the search stops too early, or something else stands in for the CDF."
