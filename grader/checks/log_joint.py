"""log-joint: log likelihood plus log prior, where a minibatch may stand for all messages."""

import numpy as np
import torch

from grader.checking import Bad, Case, check_cases, check_gradients, check_raises, visible
from grader.checks._log_joint_mistakes import CUTS, MISTAKES

NAMES = ("theta", "features", "labels", "prior_scale", "n_total")
RETURNS = "the log joint"
LOG_2PI = float(np.log(2 * np.pi))


def tensor(values):
    """Return values as a float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


MESSAGES = (
    tensor([[0.0, 0.0], [np.log(3), -np.log(3)]]),
    tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
    tensor([1.0, 0.0, 0.0]),
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
        (tensor(np.log(3) * np.array([[1, 1], [-1, 2]])), *MESSAGES[1:], 2.0, 10),
        10 / 3 * np.array([[-0.65, -1.65], [0.0, -1.65]]) - pull * np.array([[1, 1], [-1, 2]]),
    )
    check_gradients(log_joint, [slope], wrt=(0,), names=NAMES, atol=1e-5, mistakes=CUTS)
    refuses(log_joint)
    return "three messages as data set and as a batch, a gradient, and refusals"


def refuses(log_joint):
    """Judge which bad arguments `log_joint` refuses."""
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
            "NaN in the features", (theta, features * tensor([[1.0, nan]]), labels, 2.0, None), ("features",)
        ),
        Bad("NaN in theta", (theta * nan, features, labels, 2.0, None), ("theta",)),
        Bad("a label too few", (theta, features, labels[:2], 2.0, None), ("labels", "features")),
        Bad("a weight too few", (theta[:, :1], features, labels, 2.0, None), ("theta", "features")),
    ]
    check_raises(log_joint, bad, ALL, RETURNS, names=NAMES)
