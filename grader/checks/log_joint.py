"""log-joint: log likelihood plus log prior, where a minibatch may stand for all messages.

Decides by: values by hand and, hidden, seven random problems against a sum over single messages plus SciPy's
multivariate normal density, to 2e-6 of the largest, as a data set and as batches whose size does or does not
divide the total; gradients in theta against the formula, to 1e-4 of the largest plus 1e-5.

Cannot see: what happens at large logits, which `log-likelihood` is about: an unstable sigmoid costs nothing
here; a scale for the batch that is wrong only for totals other than those tried (up to 3,598).
"""

import numpy as np
import torch

from grader.checking import Bad, Case, check_cases, check_gradients, check_raises, generator, hidden, visible
from grader.checks._log_joint_mistakes import CUTS, MISTAKES

NAMES = ("theta", "features", "labels", "prior_scale", "n_total")
RETURNS = "the log joint"
LOG_2PI = float(np.log(2 * np.pi))


def _tensor(values):
    return torch.tensor(values, dtype=torch.float64)


MESSAGES = (
    _tensor([[0.0, 0.0], [np.log(3), -np.log(3)]]),
    _tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
    _tensor([1.0, 0.0, 0.0]),
)
LIKELIHOOD = np.log([1 / 8, 9 / 32])
PRIOR = -LOG_2PI - 2 * np.log(2) - np.array([0.0, np.log(3) ** 2 / 4])
ALL = Case("three messages that are the whole data set", (*MESSAGES, 2.0, None), LIKELIHOOD + PRIOR)


@visible
def check(log_joint):
    """Judge `log_joint` on three messages, as the whole data set and as a batch, and its gradient."""
    cases = [
        ALL,
        Case("three messages that stand for ten", (*MESSAGES, 2.0, 10), 10 / 3 * LIKELIHOOD + PRIOR),
        Case("`n_total` is the number of messages given", (*MESSAGES, 2.0, 3), LIKELIHOOD + PRIOR),
    ]
    check_cases(log_joint, cases, RETURNS, names=NAMES, mistakes=MISTAKES)
    pull = np.log(3) / 4
    slope = Case(
        "three messages that stand for ten",
        (_tensor(np.log(3) * np.array([[1, 1], [-1, 2]])), *MESSAGES[1:], 2.0, 10),
        10 / 3 * np.array([[-0.65, -1.65], [0.0, -1.65]]) - pull * np.array([[1, 1], [-1, 2]]),
    )
    check_gradients(log_joint, [slope], wrt=(0,), names=NAMES, atol=1e-5, mistakes=CUTS)
    _refuses(log_joint)
    return "three messages as data set and as a batch, a gradient, and refusals"


def _random(rng, n_samples, n_messages, n_weights):
    features = (rng.random((n_messages, n_weights)) < 0.5).astype(float)
    features[:, -1] = 1.0  # no logit is exactly zero, where stable formulas may differ in their subgradient
    return (
        _tensor(rng.normal(size=(n_samples, n_weights))),
        _tensor(features),
        _tensor((rng.random(n_messages) < 0.4).astype(float)),
    )


def _cases(seed):
    rng = generator(seed)
    return [
        Case("random messages, all there are", (*_random(rng, 4, 7, 3), 1.5, None)),
        Case("a batch that stands for many messages", (*_random(rng, 3, 8, 4), 0.7, 3598)),
        Case("a batch whose size does not divide the total", (*_random(rng, 3, 6, 2), 2.0, 20)),
        Case("a batch of all messages", (*_random(rng, 2, 5, 3), 0.4, 5)),
        Case("a batch of one message", (*_random(rng, 5, 1, 3), 1.2, 12)),
        Case("one sample under a wide prior", (*_random(rng, 1, 6, 2), 30.0, None)),
        Case("more weights than messages under a narrow prior", (*_random(rng, 2, 3, 20), 0.2, 7)),
    ]


@hidden
def check_hidden(log_joint, oracle, reference, seed):
    """Judge the values of `log_joint` for random messages, as data set and as batches."""
    check_cases(log_joint, _cases(seed), RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES)
    return "random messages as data set and as batches, under narrow and wide priors"


@hidden
def check_gradient(log_joint, oracle, reference, seed):
    """Judge the gradient of `log_joint` with respect to theta."""
    check_gradients(
        log_joint,
        _cases(seed),
        wrt=(0,),
        names=NAMES,
        atol=1e-5,
        oracle=oracle,
        reference=reference,
        mistakes=CUTS,
    )
    return "the gradient with respect to theta, of a batch too"


def _refuses(log_joint):
    theta, features, labels = MESSAGES
    nan = float("nan")
    bad = [
        Bad("an n_total below the batch size", (*MESSAGES, 2.0, 2), ("n_total",)),
        Bad("an n_total of zero", (*MESSAGES, 2.0, 0), ("n_total",)),
        Bad("a prior_scale of zero", (*MESSAGES, 0.0, None), ("prior_scale",)),
        Bad("a negative prior_scale", (*MESSAGES, -2.0, None), ("prior_scale",)),
        Bad("a prior_scale that is NaN", (*MESSAGES, nan, None), ("prior_scale",)),
        Bad("a label of -1", (theta, features, 2 * labels - 1, 2.0, None), ("labels",)),
        Bad(
            "NaN in the features", (theta, features * _tensor([[1.0, nan]]), labels, 2.0, None), ("features",)
        ),
        Bad("NaN in theta", (theta * nan, features, labels, 2.0, None), ("theta",)),
        Bad("a label too few", (theta, features, labels[:2], 2.0, None), ("labels", "features")),
        Bad("a weight too few", (theta[:, :1], features, labels, 2.0, None), ("theta", "features")),
    ]
    check_raises(log_joint, bad, ALL, RETURNS, names=NAMES)


@hidden
def check_errors(log_joint):
    """Judge which bad arguments `log_joint` refuses."""
    _refuses(log_joint)
    return "bad arguments are refused with a ValueError that names them"
