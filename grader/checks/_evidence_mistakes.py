"""The misconceptions about the log evidence, and what each gives."""

import math

import numpy as np
from scipy import special

from grader.checking import Mistake

__all__ = ["MISTAKES"]

ADDED = (1e-300, 1e-100, 1e-50, 1e-30, 1e-20, 1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-6)
ADDED = (*ADDED, float(np.finfo(float).eps), float(np.finfo(float).tiny))


def _finite(values):
    return values[np.isfinite(values)]


def _shift_lost(ll, samples):
    values = ll(samples)
    return float(np.log(np.mean(np.exp(values - np.max(values)))))


def _added(small):
    return Mistake(
        f"A small number, {small:.1e}, is added before the logarithm; where the likelihoods underflow, "
        "it is all that is left.",
        lambda ll, samples: float(np.log(np.mean(np.exp(ll(samples))) + small)),
    )


MISTAKES = (
    Mistake(
        "exp(log likelihood) underflows to 0 or overflows to infinity; stay in log space (log-sum-exp).",
        lambda ll, samples: float(np.log(np.mean(np.exp(ll(samples))))),
    ),
    Mistake(
        "The log likelihoods are averaged; average the likelihoods, then take the logarithm.",
        lambda ll, samples: np.mean(ll(samples)),
    ),
    Mistake(
        "The likelihoods are added up; for their mean, log S is missing.",
        lambda ll, samples: float(np.logaddexp.reduce(ll(samples))),
    ),
    Mistake(
        "The logarithm of the sum is divided by S; dividing the sum by S means subtracting log S.",
        lambda ll, samples: float(np.logaddexp.reduce(ll(samples))) / len(samples),
    ),
    Mistake(
        "The largest log likelihood comes back; the evidence is an average over the prior, not the best fit.",
        lambda ll, samples: np.max(ll(samples)),
    ),
    Mistake(
        "The likelihood is evaluated at the mean of the samples; average its values.",
        lambda ll, samples: ll(np.mean(samples, axis=0)),
    ),
    Mistake("The largest log likelihood is subtracted inside but not added back outside.", _shift_lost),
    Mistake(
        "The largest log likelihood is subtracted twice; it has to be added back.",
        lambda ll, samples: _shift_lost(ll, samples) - np.max(ll(samples)),
    ),
    Mistake(
        "The evidence comes back, not its logarithm.",
        lambda ll, samples: float(np.mean(np.exp(ll(samples)))),
    ),
    Mistake(
        "The harmonic mean of the likelihoods belongs to samples of the posterior; these are of the prior.",
        lambda ll, samples: math.log(len(samples)) - float(np.logaddexp.reduce(-ll(samples))),
    ),
    Mistake(
        "Samples of likelihood zero were left out of the mean: they add nothing to the sum, but count in S.",
        lambda ll, samples: float(
            special.logsumexp(_finite(ll(samples))) - np.log(_finite(ll(samples)).size)
        ),
    ),
    Mistake(
        "The prior's density is multiplied in once more; drawing from the prior accounts for it already.",
        lambda ll, samples: float(
            special.logsumexp(ll(samples) - np.square(samples) / 2 - math.log(2 * math.pi) / 2)
            - math.log(len(samples))
        ),
    ),
    *(_added(small) for small in ADDED),
)
