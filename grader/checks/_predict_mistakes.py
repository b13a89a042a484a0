"""predict: the misconceptions that its check recognises, as wrong formulas."""

import numpy as np
from scipy import special

from grader.checking import Mistake

__all__ = ["MISTAKES"]


def _wrong(theta, squash=special.expit, after=lambda values: values):
    """Return a mistake's result: `theta(mu, rho, eps)` gives its weights, `squash` and `after` follow."""

    def gives(features, mu, rho, eps):
        x, mu, rho, eps = (np.asarray(value, float) for value in (features, mu, rho, eps))
        return after(squash(theta(mu, rho, eps) @ x.T))

    return gives


def _scaled(scale):
    return lambda mu, rho, eps: mu + scale(rho) * eps


def _softplus(rho):
    return np.logaddexp(0.0, rho)


def _mean_weights(mu, rho, eps):
    return np.tile(mu, (len(eps), 1))


def _overflowing(logits):
    return np.exp(logits) / (1 + np.exp(logits))


_RIGHT = _scaled(_softplus)

MISTAKES = (
    Mistake(
        "Every sample predicts with the mean weights `mu`: this is the plug-in, and `eps` plays no part.",
        _wrong(_mean_weights),
    ),
    Mistake(
        "One prediction with the mean weights `mu` (the plug-in); asked for is one row a sample.",
        _wrong(lambda mu, rho, eps: mu),
    ),
    Mistake("The standard deviation is softplus(rho), not exp(rho).", _wrong(_scaled(np.exp))),
    Mistake("The standard deviation is softplus(rho), not rho itself.", _wrong(_scaled(lambda rho: rho))),
    Mistake(
        "softplus(rho) is the standard deviation already; its root was taken as if it were the variance.",
        _wrong(_scaled(lambda rho: np.sqrt(_softplus(rho)))),
    ),
    Mistake(
        "The noise is multiplied with the standard deviation, not with its square.",
        _wrong(_scaled(lambda rho: _softplus(rho) ** 2)),
    ),
    Mistake(
        "The noise is subtracted: theta = mu + sigma * eps.", _wrong(_scaled(lambda rho: -_softplus(rho)))
    ),
    Mistake("The mean `mu` is left out of the samples.", _wrong(lambda mu, rho, eps: _softplus(rho) * eps)),
    Mistake(
        "These are the logits; the logistic function turns them into probabilities.",
        _wrong(_RIGHT, np.asarray),
    ),
    *(
        Mistake("These are hard votes of 0 or 1; the probability itself is asked for.", _wrong(_RIGHT, vote))
        for vote in (lambda logits: logits >= 0, lambda logits: logits > 0)
    ),
    Mistake("This is the probability of ham; spam is class 1.", _wrong(_RIGHT, lambda z: special.expit(-z))),
    Mistake(
        "The samples are averaged already; one row a sample is asked for, their spread is needed later.",
        _wrong(_RIGHT, after=lambda p: p.mean(0)),
    ),
    Mistake(
        "The samples are averaged and the average repeated; each row must be one sample's own opinion.",
        _wrong(_RIGHT, after=lambda p: np.tile(p.mean(0), (len(p), 1))),
    ),
    Mistake(
        "The logits are averaged before the logistic function; one row a sample is asked for.",
        _wrong(lambda mu, rho, eps: _RIGHT(mu, rho, eps).mean(0)),
    ),
    Mistake(
        "Rows are samples and columns are messages: this is transposed.", _wrong(_RIGHT, after=np.transpose)
    ),
    Mistake(
        "NaN is exp(z) / (1 + exp(z)) at a large logit: infinity over infinity. `torch.sigmoid` is safe.",
        _wrong(_RIGHT, _overflowing),
    ),
)
