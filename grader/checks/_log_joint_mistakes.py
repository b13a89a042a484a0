"""log-joint: the misconceptions that its check recognises."""

import numpy as np
import torch
from scipy import special, stats

from grader.checking import Mistake

__all__ = ["CUTS", "MISTAKES"]


def _mixed(likelihood_factor, prior_factor, scale=lambda s: s):
    """Return likelihood and prior, mixed with factors of (total, batch); for moderate logits."""

    def gives(theta, features, labels, prior_scale, n_total=None):
        theta, features, labels = np.asarray(theta), np.asarray(features), np.asarray(labels)
        batch = len(features)
        total = batch if n_total is None else n_total
        spam = special.expit(theta @ features.T)
        likelihood = np.log(np.where(labels == 1, spam, 1 - spam)).sum(1)
        prior = stats.norm.logpdf(theta, scale=scale(prior_scale)).sum(1)
        return likelihood_factor(total, batch) * likelihood + prior_factor(total, batch) * prior

    return gives


def _once(total, batch):
    return 1.0


def _up(total, batch):
    return total / batch


def _none(total, batch):
    return 0.0


def _without_constant(theta, features, labels, prior_scale, n_total=None):
    likelihood = _mixed(_up, _none)(theta, features, labels, prior_scale, n_total)
    return likelihood - 0.5 * np.sum((np.asarray(theta) / prior_scale) ** 2, axis=1)


def _each_message(theta, features, labels, prior_scale, n_total=None):
    return _mixed(_up, lambda t, b: b)(theta, features, labels, prior_scale, n_total)


MISTAKES = (
    Mistake("The prior is missing: this is the (scaled) log likelihood.", _mixed(_up, _none)),
    Mistake("The likelihood is missing: this is the log prior.", _mixed(_none, _once)),
    Mistake("The prior is subtracted; logarithms of factors add up.", _mixed(_up, lambda t, b: -1.0)),
    Mistake(
        "The sign is wrong: the log joint is asked for, not a loss.",
        _mixed(lambda t, b: -t / b, lambda t, b: -1.0),
    ),
    Mistake("`n_total` has no effect: the batch's likelihood is not scaled up.", _mixed(_once, _once)),
    Mistake(
        "The prior is scaled with the likelihood; there is one prior, whatever the batch.", _mixed(_up, _up)
    ),
    Mistake(
        "The likelihood is scaled by batch size over `n_total`, the inverse of what is asked.",
        _mixed(lambda t, b: b / t, _once),
    ),
    Mistake(
        "The batch's sum is multiplied by `n_total`, without the division by the batch size.",
        _mixed(lambda t, b: t, _once),
    ),
    Mistake(
        "Where `n_total` is given, the batch's sum is multiplied by it, but not divided by the batch size.",
        _mixed(lambda t, b: 1.0 if t == b else t, _once),
    ),
    Mistake(
        "The mean over the messages is taken; the log likelihood is their sum.",
        _mixed(lambda t, b: 1 / b, _once),
    ),
    Mistake(
        "The prior is shrunk to the batch's share; that estimates the batch's part of the joint.",
        _mixed(_once, lambda t, b: b / t),
    ),
    Mistake(
        "`n_total` is divided by the batch size with `//`, which drops the remainder.",
        _mixed(lambda t, b: t // b, _once),
    ),
    Mistake("The prior is added once a message; it counts once.", _each_message),
    Mistake("The prior's normalising constant is missing.", _without_constant),
    Mistake(
        "`prior_scale` is taken for a variance; it is a standard deviation.",
        _mixed(_up, _once, scale=np.sqrt),
    ),
    Mistake(
        "Everything is summed to one number; each row of `theta` needs its own.",
        lambda *args: _mixed(_up, _once)(*args).sum(),
    ),
    Mistake("The joint comes back, not its logarithm.", lambda *args: np.exp(_mixed(_up, _once)(*args))),
)


def _with_gradient(pull):
    """Return a function of theta whose gradient is `pull(theta, ...)`."""

    def gives(theta, *args):
        gradient = pull(theta.detach().numpy(), *map(np.asarray, args[:2]), *args[2:])
        return (theta * torch.from_numpy(gradient)).sum()

    return gives


def _pull_of_messages(theta, features, labels, prior_scale, n_total=None):
    n_messages = len(features)
    return (n_total or n_messages) / n_messages * (labels - special.expit(theta @ features.T)) @ features


def _pull_of_prior(theta, features, labels, prior_scale, n_total=None):
    return -theta / prior_scale**2


CUTS = (
    Mistake(
        "The value is right, but the prior is cut off from the gradient.", _with_gradient(_pull_of_messages)
    ),
    Mistake(
        "The value is right, but the likelihood is cut off from the gradient.", _with_gradient(_pull_of_prior)
    ),
)
