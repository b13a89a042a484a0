"""The misconceptions about quantiles and draws through them, and how each shows."""

import numpy as np
from scipy import special

from grader.checking import Mistake, close

__all__ = ["PPF_MISTAKES", "about_draws", "about_grid"]

_z = special.ndtri

PPF_MISTAKES = (
    Mistake(
        "The factor sqrt(2) is missing: erf counts in units of sqrt(2) standard deviations.",
        lambda p, mu, sigma: mu + sigma * _z(p) / np.sqrt(2),
    ),
    Mistake(
        "erfinv was given p; it takes 2p - 1, which runs from -1 to 1.",
        lambda p, mu, sigma: mu + sigma * _z((np.asarray(p) + 1) / 2),
    ),
    Mistake("The sign is turned round: erfinv takes 2p - 1, not 1 - 2p.", lambda p, mu, s: mu - s * _z(p)),
    Mistake("sigma was squared: it is the standard deviation.", lambda p, mu, s: mu + s**2 * _z(p)),
    Mistake("sigma was taken for a variance.", lambda p, mu, s: mu + np.sqrt(s) * _z(p)),
    Mistake("These are quantiles of the standard normal: mu and sigma are left out.", lambda p, mu, s: _z(p)),
    Mistake("mu is left out.", lambda p, mu, s: s * _z(p)),
    Mistake(
        "The quantile is standardised again: multiply by sigma and add mu, do not subtract and divide.",
        lambda p, mu, s: (_z(p) - mu) / s,
    ),
    Mistake("This is the CDF at p; its inverse is asked for.", lambda p, mu, s: special.ndtr((p - mu) / s)),
    *(
        Mistake(
            "float32 cannot tell p = 1 - 1e-10 from 1: work in float64.",
            lambda p, mu, s, rounded=rounded: mu + s * _z(rounded(np.asarray(p, np.float32))),
        )
        for rounded in (lambda p: (2 * p - 1).astype(float) / 2 + 0.5, lambda p: p.astype(float))
    ),
    *(
        Mistake(
            "p is clipped before it is inverted, so that the tails are cut off.",
            lambda p, mu, s, edge=edge: mu + s * _z(np.clip(p, edge, 1 - edge)),
        )
        for edge in (1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)
    ),
)


def about_grid(probabilities):
    """Return what is wrong where probabilities lie at even distances, else None."""
    if np.ptp(np.diff(np.sort(probabilities))) < 1e-6:
        return "The numbers do not depend on `rng`: a regular grid of probabilities is used in its place."
    return None


def about_draws(draws, ppf, cdf, uniform):
    """Return what is wrong with draws that do not follow `ppf`; `uniform` is what `rng` gave."""
    if np.unique(draws).size == 1:
        return "All draws are equal: each needs a uniform number of its own."
    if close(np.sort(draws), np.sort(uniform)):
        return "The uniform numbers themselves came back: `ppf` was not applied."
    if abs(np.mean(draws)) < 0.05 and abs(np.std(draws) - 1) < 0.05 and np.any(draws < 0):
        return "These are standard normal draws: `ppf` was not used."
    if np.unique(draws).size < draws.size / 20:
        return (
            "The same few numbers come again and again: the probabilities are rounded, or drawn from a grid."
        )
    if np.any(draws < ppf(0.0)):
        return "Negative numbers were put into `ppf`: the uniform numbers must run from 0 to 1."
    p = np.sort(cdf(draws))
    rank = np.arange(1, p.size + 1) / p.size
    bell = np.max(np.abs(special.ndtr((p - np.mean(p)) / np.std(p)) - rank))
    triangle = np.max(np.abs(np.where(p < 0.5, 2 * p**2, 1 - 2 * (1 - p) ** 2) - rank))
    if bell < min(triangle, 0.012):
        return "What is put into `ppf` looks like normal random numbers; it takes uniform ones, from 0 to 1."
    if triangle < 0.03:
        return "What is put into `ppf` looks like the mean of two uniform numbers; take a single one."
    if p[0] > 1e-3 or p[-1] < 1 - 1e-3:
        return f"The numbers put into `ppf` run from {p[0]:.3f} to {p[-1]:.3f} only, not from 0 to 1."
    return "The numbers that are put into `ppf` are not uniform on 0 to 1."
