"""The study of the spam notebook: four classifiers on several splits of the real messages."""

from dataclasses import dataclass

import numpy as np

from grader.experiments.fits import (
    averaged_log_odds,
    maximum_a_posteriori,
    maximum_likelihood_path,
    mean_field,
)
from grader.experiments.scores import METRICS, scores

__all__ = ["ITERATIONS", "METHODS", "Study", "study"]

ITERATIONS = (1, 2, 5, 10, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000)
"""After how many iterations the ascent of the likelihood is looked at."""

METHODS = ("maximum likelihood", "MAP", "plug-in", "averaging")
"""The last of `ITERATIONS`, the posterior's mode, the mean of q plugged in, the average over q."""


@dataclass(frozen=True)
class Study:
    """What was measured on each split.

    Attributes
    ----------
    log_odds : dict of str to list of ndarray
        By method, for each split: the test messages' log-odds of spam.
    labels : list of ndarray
        For each split: the test messages' labels.
    table : dict of str to dict of str to ndarray
        By method and metric: one score a split.
    path : dict of str to ndarray of shape (splits, len(ITERATIONS))
        By metric: the scores of the maximum-likelihood weights on the way.
    training_errors : ndarray of int, shape (splits,)
        Training messages that the last maximum-likelihood weights get wrong; 0 proves the set separable.
    elbo : ndarray of shape (splits,)
        The largest ELBO of a factorised normal, in nats.
    """

    log_odds: dict
    labels: list
    table: dict
    path: dict
    training_errors: np.ndarray
    elbo: np.ndarray


def study(data, features_of, calibration_error, *, n_terms=500, prior_scale=2.0, seeds=range(5)):
    """Fit and score the four classifiers on several random splits.

    Parameters
    ----------
    data : grader.data.SmsSpam
    features_of : callable
        `features_of(counts, n_terms, terms=None) -> (features, terms)`, the exercise's function.
    calibration_error : callable
        `calibration_error(probabilities, labels, n_bins)`, the exercise's function.
    n_terms : int
    prior_scale : float
        Standard deviation of each weight's prior, log-odds.
    seeds : sequence of int
        Which splits; 0 is the committed one.
    """
    log_odds, labels, paths = {method: [] for method in METHODS}, [], []
    training_errors, elbos = [], []
    for seed in seeds:
        train, test = data.split(seed)
        x, terms = features_of(data.counts[train], n_terms)
        x_test, _ = features_of(data.counts[test], n_terms, terms)
        x, x_test, y = np.asarray(x, float), np.asarray(x_test, float), data.labels[train]
        climb = maximum_likelihood_path(x, y, ITERATIONS)
        mu, sigma, elbo = mean_field(x, y, prior_scale)
        found = (
            x_test @ climb[-1],
            x_test @ maximum_a_posteriori(x, y, prior_scale),
            x_test @ mu,
            averaged_log_odds(x_test, mu, sigma),
        )
        for method, value in zip(METHODS, found, strict=True):
            log_odds[method].append(value)
        labels.append(data.labels[test])
        paths.append([scores(x_test @ theta, labels[-1], calibration_error) for theta in climb])
        training_errors.append(np.sum((x @ climb[-1] > 0) != (y == 1)))
        elbos.append(elbo)
    scored = {
        m: [scores(*pair, calibration_error) for pair in zip(log_odds[m], labels, strict=True)]
        for m in METHODS
    }
    return Study(
        log_odds,
        labels,
        {m: {k: np.array([row[k] for row in rows]) for k in METRICS} for m, rows in scored.items()},
        {k: np.array([[point[k] for point in path] for path in paths]) for k in METRICS},
        np.array(training_errors),
        np.array(elbos),
    )
