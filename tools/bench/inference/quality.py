"""How well each way of fitting predicts, over five splits, and how close mean-field is to NUTS on one."""

import contextlib

import numpy as np
from scipy import special

from course_checks.solutions import reference
from grader.data import load_sms_spam
from grader.experiments import ITERATIONS, averaged_log_odds, mean_field, paired_difference, study
from tools.bench.inference.problem import load_problem
from tools.bench.inference.workers import Worker

__all__ = ["METRICS", "STOPS", "agreement", "methods", "nuts", "r_hat"]

METRICS = ("nll", "accuracy", "mcc", "ece", "blocked_ham")
"""Scores that are reported, of `grader.experiments.METRICS`."""

STOPS = (100, ITERATIONS[-1])
"""After how many iterations of its ascent maximum likelihood is stopped."""

_RANGE = {"min": 0.0, "5 %": 0.05, "95 %": 0.95, "max": 1.0}
"""Quantiles of the ratio of standard deviations that are reported beside its median."""

_NAMES = {"map": "MAP", "plug_in": "plug-in", "averaging": "averaging"}


def methods(settings, seeds=range(5)):
    """Score maximum likelihood stopped at two points, MAP, the plugged-in mean and averaging, by split.

    Returns
    -------
    dict
        By method and metric: the mean over the splits. Beside them `by_split`, the scores of each split, and
        `minus_averaging`, the mean difference from averaging with its paired standard error.
    """
    found = study(
        load_sms_spam(),
        reference("bag-of-words").bag_of_words,
        reference("calibration").expected_calibration_error,
        n_terms=settings.n_terms,
        prior_scale=settings.prior_scale,
        seeds=seeds,
    )
    scored = {
        f"maximum_likelihood_{stop}": {m: found.path[m][:, ITERATIONS.index(stop)] for m in METRICS}
        for stop in STOPS
    }
    scored |= {name: {m: found.table[theirs][m] for m in METRICS} for name, theirs in _NAMES.items()}
    return {name: _condense(table, scored["averaging"]) for name, table in scored.items()}


def _condense(table, averaging):
    differences = {m: paired_difference(table[m], averaging[m]) for m in METRICS}
    return {
        **{m: float(np.mean(table[m])) for m in METRICS},
        "by_split": {m: [float(value) for value in table[m]] for m in METRICS},
        "minus_averaging": {m: {"mean": mean, "se": error} for m, (mean, error) in differences.items()},
    }


def nuts(settings, chains=2, report=lambda chain, done: None):
    """Run NUTS on the committed split and compare the optimal factorised normal with it.

    Parameters
    ----------
    settings : Settings
    chains : int
        One process each, at the same time.
    report : callable
        Called with a chain and the share of it that is done.
    """
    problem = load_problem(settings)
    mu, sigma, _ = mean_field(problem.features, problem.labels, settings.prior_scale)
    results = []
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(Worker("nuts", settings, core)) for core in range(chains)]
        for seed, worker in enumerate(workers):
            worker.tell(seed)
        for chain, worker in enumerate(workers):
            kind, content = worker.hear()
            while kind != "result":
                if kind == "progress":
                    report(chain, content)
                kind, content = worker.hear()
            results.append(content)
    draws = np.array([result[0] for result in results])
    return {
        **agreement(draws, mu, sigma, problem.test_features, problem.test_labels),
        "chains": chains,
        "draws_a_chain": draws.shape[1],
        "divergent": sum(result[1] for result in results),
        "leapfrog_steps": float(np.mean([result[2] for result in results])),
    }


def agreement(draws, mu, sigma, features, labels):
    """Compare a factorised normal with draws from the posterior.

    Parameters
    ----------
    draws : array of shape (chains, draws, D)
    mu, sigma : array of shape (D,)
        Of the factorised normal.
    features : array of shape (N, D)
        Messages to predict.
    labels : array of shape (N,)

    Returns
    -------
    dict
        `mean_abs_difference` and `max_abs_difference` of the probabilities of spam; `sd_ratio`, the median
        over the weights of the standard deviation under q over that of the draws, and `sd_ratio_range`, its
        smallest value, its quantiles at 5 and 95 %, and its largest value; `last_sd`, the standard deviation
        of the last weight, the bias, under q and in the draws; `mean_difference_in_sd`,
        the median distance of the means in standard deviations of the draws; `nll` of the draws'
        probabilities and `nll_mean_field`; `r_hat_max`, the largest split R-hat of a weight;
        `half_difference`, the mean absolute difference between the probabilities of the chains' first and
        second halves: the noise of the draws.
    """
    chances = [special.expit(chain @ features.T) for chain in draws]
    truth = np.mean([chance.mean(0) for chance in chances], axis=0)
    half = draws.shape[1] // 2
    halves = [np.mean([chance[part].mean(0) for chance in chances], axis=0) for part in _halves(half)]
    log_odds = averaged_log_odds(features, mu, sigma)
    gap = np.abs(special.expit(log_odds) - truth)
    flat = draws.reshape(-1, draws.shape[-1])
    spread = flat.std(axis=0, ddof=1)
    ratio = sigma / spread
    spam = np.asarray(labels) == 1
    return {
        "mean_abs_difference": float(gap.mean()),
        "max_abs_difference": float(gap.max()),
        "sd_ratio": float(np.median(ratio)),
        "sd_ratio_range": {name: float(np.quantile(ratio, share)) for name, share in _RANGE.items()},
        "last_sd": {"mean_field": float(sigma[-1]), "draws": float(spread[-1])},
        "mean_difference_in_sd": float(np.median(np.abs(mu - flat.mean(axis=0)) / spread)),
        "nll": float(-np.mean(np.log(np.where(spam, truth, 1 - truth)))),
        "nll_mean_field": float(-np.mean(special.log_expit(np.where(spam, log_odds, -log_odds)))),
        "r_hat_max": float(r_hat(draws).max()),
        "half_difference": float(np.abs(halves[0] - halves[1]).mean()),
    }


def _halves(half):
    return slice(0, half), slice(half, 2 * half)


def r_hat(draws):
    """Return split R-hat of draws (chains, draws, D), one number a weight; 1 where the halves agree."""
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, part] for part in _halves(half)])
    within, between = parts.var(axis=1, ddof=1).mean(axis=0), parts.mean(axis=1).var(axis=0, ddof=1)
    return np.sqrt((half - 1) / half + between / within)
