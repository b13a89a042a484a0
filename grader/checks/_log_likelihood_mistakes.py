"""log-likelihood: the misconceptions that its check recognises."""

import numpy as np
from scipy import special

from grader.checking import Mistake

__all__ = ["MISTAKES"]

ROUNDED = (
    "The logarithm is taken of a probability that was rounded to 0 or 1. Compute the logarithm of the "
    "sigmoid from the logit, in one stable function."
)
CLIPPED = (
    "Probabilities are kept away from 0 and 1 before the logarithm, by clipping or by adding a small number; "
    "that cuts large losses short. Compute the logarithm of the sigmoid from the logit, in one stable "
    "function."
)


def _logits(theta, features):
    return np.asarray(theta) @ np.asarray(features).T


def _losses(theta, features, labels):
    """Return log P(y_n | theta) for moderate logits, shape (S, N); rounding makes it -inf for large ones."""
    spam, labels = special.expit(_logits(theta, features)), np.asarray(labels)
    return np.log(np.where(labels == 1, spam, 1 - spam))


def _product(theta, features, labels):
    spam, labels = special.expit(_logits(theta, features)), np.asarray(labels)
    return np.log(np.where(labels == 1, spam, 1 - spam).prod(1))


def _clipped(epsilon, added=False):
    def gives(theta, features, labels):
        spam, labels = special.expit(_logits(theta, features)), np.asarray(labels)
        if added:
            return (labels * np.log(spam + epsilon) + (1 - labels) * np.log(1 - spam + epsilon)).sum(1)
        spam = np.clip(spam, epsilon, 1 - epsilon)
        return (labels * np.log(spam) + (1 - labels) * np.log(1 - spam)).sum(1)

    return gives


def _clipped_logits(largest):
    def gives(theta, features, labels):
        logits = np.clip(_logits(theta, features), -largest, largest)
        return (np.asarray(labels) * logits - np.log(1 + np.exp(logits))).sum(1)

    return gives


MISTAKES = (
    Mistake(
        "The probabilities are multiplied up and the logarithm taken last: the product underflows to 0.",
        _product,
    ),
    Mistake(ROUNDED, lambda t, x, y: _losses(t, x, y).sum(1)),
    Mistake(ROUNDED, _clipped(0.0)),
    Mistake(
        "exp(logit) overflows: log(1 + exp(z)) has stable forms, `F.softplus` for one.",
        _clipped_logits(np.inf),
    ),
    Mistake(
        "The sign is wrong: this is the cross-entropy loss, the log likelihood is its negative.",
        lambda t, x, y: -_losses(t, x, y).sum(1),
    ),
    Mistake(
        "The mean over the messages is taken; the log likelihood is their sum.",
        lambda t, x, y: _losses(t, x, y).mean(1),
    ),
    Mistake(
        "The mean cross-entropy loss comes back; the log likelihood is a sum, with the other sign.",
        lambda t, x, y: -_losses(t, x, y).mean(1),
    ),
    Mistake(
        "Everything is summed to one number; each row of `theta` needs its own.",
        lambda t, x, y: _losses(t, x, y).sum(),
    ),
    Mistake(
        "Everything is averaged to one number; each row of `theta` needs the sum over its messages.",
        lambda t, x, y: _losses(t, x, y).mean(),
    ),
    Mistake(
        "Everything is averaged to one loss; each row of `theta` needs the sum over its messages.",
        lambda t, x, y: -_losses(t, x, y).mean(),
    ),
    Mistake(
        "The sum runs over the rows of `theta`; it must run over the messages.",
        lambda t, x, y: _losses(t, x, y).sum(0),
    ),
    Mistake("The log probability of each label comes back; they must be summed over the messages.", _losses),
    Mistake(
        "Spam and ham are swapped: the sigmoid of the logit is the probability of label 1.",
        lambda t, x, y: _losses(t, x, 1 - np.asarray(y)).sum(1),
    ),
    Mistake(
        "The labels are ignored: each message is judged as spam.",
        lambda t, x, y: _losses(t, x, np.ones(len(y))).sum(1),
    ),
    Mistake(
        "Only the spam messages count; a ham message brings log(1 - sigmoid(logit)).",
        lambda t, x, y: (_losses(t, x, y) * np.asarray(y)).sum(1),
    ),
    Mistake(
        "The logit is multiplied with the label as if labels were -1 and 1; here they are 0 and 1.",
        lambda t, x, y: np.log(special.expit(np.asarray(y) * _logits(t, x))).sum(1),
    ),
    Mistake("The likelihood comes back, not its logarithm.", lambda t, x, y: np.exp(_losses(t, x, y).sum(1))),
    Mistake(
        "The logarithm of a rounded probability is cut at -100, as `F.binary_cross_entropy` does. "
        "Use a function that takes logits.",
        lambda t, x, y: np.maximum(_losses(t, x, y), -100).sum(1),
    ),
    *(Mistake(CLIPPED, _clipped(10.0**-power)) for power in range(3, 16)),
    *(Mistake(CLIPPED, _clipped(10.0**-power, added=True)) for power in range(3, 16)),
    *(
        Mistake("Large logits are clipped; a stable function needs no clipping.", _clipped_logits(largest))
        for largest in (10, 15, 20, 30, 35, 36, 50, 80, 88, 100, 500, 700, 709)
    ),
)
