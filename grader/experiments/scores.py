"""Score predictions on labelled messages, and compare methods split by split."""

import numpy as np
from scipy import special

__all__ = ["METRICS", "paired_difference", "scores"]

METRICS = ("nll", "accuracy", "mcc", "ece", "blocked_ham", "missed_spam")
"""The names of the scores, in the order of `scores`."""


def scores(log_odds, labels, calibration_error, n_bins=10):
    """Score a method's predictions.

    Parameters
    ----------
    log_odds : array of shape (N,)
        log P(spam) - log P(ham) of each message; log-odds keep what a probability rounds to 0 or 1.
    labels : array of shape (N,)
        0 for ham, 1 for spam.
    calibration_error : callable
        `calibration_error(probabilities, labels, n_bins)`, the exercise's function.
    n_bins : int
        Number of bins it is asked for.

    Returns
    -------
    dict of str to float
        For each of `METRICS`: the mean negative log likelihood in nats a message, accuracy, Matthews'
        correlation (0 where all messages are called the same), expected calibration error, the number of ham
        messages called spam, the number of spam messages let through.
    """
    log_odds, spam = np.asarray(log_odds, float), np.asarray(labels) == 1
    called = log_odds >= 0
    blocked, missed = np.sum(called & ~spam), np.sum(~called & spam)
    probability = special.expit(log_odds)
    return {
        "nll": float(-np.mean(special.log_expit(np.where(spam, log_odds, -log_odds)))),
        "accuracy": float(np.mean(called == spam)),
        "mcc": float(np.corrcoef(called, spam)[0, 1]) if called.any() and not called.all() else 0.0,
        "ece": float(calibration_error(probability, spam.astype(int), n_bins)),
        "blocked_ham": float(blocked),
        "missed_spam": float(missed),
    }


def paired_difference(first, second):
    """Return the mean of `first - second` over the splits and its standard error.

    Both methods were scored on the same splits, so that what makes a split hard cancels. Splits of one data
    set share messages, hence are not independent: the error is too small for a claim about other messages.
    """
    difference = np.asarray(first, float) - np.asarray(second, float)
    return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(difference.size))
