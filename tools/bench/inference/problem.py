"""The model and the data that every contender gets, and the ruler that all are held to."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse, special

from course_checks.solutions import reference
from grader.data import load_sms_spam

__all__ = ["SETTINGS", "Problem", "Settings", "exact_elbo", "load_problem", "within"]

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(32)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Settings:
    """What all contenders share.

    Attributes
    ----------
    n_terms : int
        Terms of the bag of words; a constant comes on top.
    prior_scale : float
        Standard deviation of each weight's prior, log-odds.
    n_samples : int
        Samples of q in each step.
    learning_rate : float
        Adam's.
    start_scale : float
        Standard deviation of each weight under q at the start; its mean is 0.
    n_steps : int
        Steps of a run.
    every : int
        Steps between two looks at q.
    tolerance : float
        Nats below the optimum that count as there.
    """

    n_terms: int = 500
    prior_scale: float = 2.0
    n_samples: int = 8
    learning_rate: float = 0.05
    start_scale: float = 1.0
    n_steps: int = 1500
    every: int = 25
    tolerance: float = 5.0


SETTINGS = Settings()


@dataclass(frozen=True, eq=False)
class Problem:
    """One split as float64 arrays.

    Attributes
    ----------
    features, test_features : ndarray of shape (N, D)
    labels, test_labels : ndarray of shape (N,)
    """

    features: np.ndarray
    labels: np.ndarray
    test_features: np.ndarray
    test_labels: np.ndarray


def load_problem(settings=SETTINGS):
    """Return the committed split as the reference's `bag_of_words` describes it."""
    data, bag_of_words = load_sms_spam(), reference("bag-of-words").bag_of_words
    features, terms = bag_of_words(data.counts[data.train], settings.n_terms)
    test_features, _ = bag_of_words(data.counts[data.test], settings.n_terms, terms)
    return Problem(
        np.asarray(features, float),
        data.labels[data.train].astype(float),
        np.asarray(test_features, float),
        data.labels[data.test].astype(float),
    )


def exact_elbo(mu, sigma, features, labels, prior_scale):
    """Return the ELBO of a factorised normal without noise.

    Under q each message's logit is normal, so that its expected log likelihood is an integral over one
    dimension: Gauss-Hermite quadrature. The divergence to the prior has a closed form.

    Parameters
    ----------
    mu, sigma : array of shape (D,)
        Mean and standard deviation of each weight.
    features : array of shape (N, D)
    labels : array of shape (N,)
        0 or 1.
    prior_scale : float

    Returns
    -------
    float
        In nats.
    """
    design = sparse.csr_array(features)
    sign = 2.0 * np.asarray(labels) - 1.0
    spread = np.sqrt(design.power(2) @ np.square(sigma))
    margins = (sign * (design @ mu))[:, None] + spread[:, None] * _NODES
    ratio = np.asarray(sigma) / prior_scale
    divergence = np.sum(0.5 * (ratio**2 + np.square(mu / prior_scale) - 1) - np.log(ratio))
    return float(np.sum(special.log_expit(margins) @ _WEIGHTS) - divergence)


def within(elbos, optimum, tolerance):
    """Return the index of the first ELBO less than `tolerance` below the optimum, or None."""
    there = np.flatnonzero(optimum - np.asarray(elbos) < tolerance)
    return int(there[0]) if len(there) else None
