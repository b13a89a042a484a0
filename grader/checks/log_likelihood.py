"""log-likelihood: Bernoulli labels with logits, stable at large logits."""

import numpy as np
import torch

from grader.checking import Bad, Case, check_cases, check_gradients, check_raises, visible
from grader.checks._log_likelihood_mistakes import MISTAKES

NAMES = ("theta", "features", "labels")
RETURNS = "the log likelihood"


def tensor(values):
    """Return values as a float64 tensor."""
    return torch.tensor(values, dtype=torch.float64)


QUARTERS = Case(
    "four messages under two weight vectors that make probabilities of 1/2, 1/4 and 3/4",
    (
        tensor([[0.0, 0.0], [np.log(3), -np.log(3)]]),
        tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]),
        tensor([1.0, 1.0, 0.0, 1.0]),
    ),
    np.log([1 / 16, 27 / 256]),
)
EXTREME = (tensor([[1000.0], [-1000.0]]), tensor([[1.0], [-0.25], [0.5]]), tensor([1.0, 1.0, 0.0]))


@visible
def check(log_likelihood):
    """Judge `log_likelihood` on probabilities of quarters, on logits of 1000, and its gradient."""
    many = Case(
        "3000 messages, each as probable as a coin's side",
        (tensor([[0.0]]), torch.ones(3000, 1, dtype=torch.float64), torch.ones(3000, dtype=torch.float64)),
        np.array([-3000 * np.log(2)]),
    )
    extreme = Case("logits between -1000 and 1000", EXTREME, np.array([-750.0, -1000.0]))
    check_cases(log_likelihood, [QUARTERS, many, extreme], RETURNS, names=NAMES, mistakes=MISTAKES)
    slopes = [
        Case(
            "four messages under two weight vectors",
            (tensor(np.log(3) * np.array([[1, 1], [-1, 2]])), *QUARTERS.args[1:]),
            np.array([[0.5, -0.5], [1.5, -0.8]]),
        ),
        Case(
            "logits between -1000 and 1000",
            EXTREME,
            np.array([[-0.75], [1.0]]),
        ),
    ]
    check_gradients(log_likelihood, slopes, wrt=(0,), names=NAMES, atol=1e-5)
    refuses(log_likelihood)
    return "values and gradients for probabilities of quarters and for logits up to 1000, and refusals"


def refuses(log_likelihood):
    """Judge which bad arguments `log_likelihood` refuses."""
    theta, features, labels = QUARTERS.args
    nan = float("nan")
    bad = [
        Bad("a label of -1", (theta, features, 2 * labels - 1), ("labels",)),
        Bad("a label of 2", (theta, features, 2 * labels), ("labels",)),
        Bad("a label between 0 and 1", (theta, features, labels / 2), ("labels",)),
        Bad("a label that is NaN", (theta, features, tensor([1.0, nan, 0.0, 1.0])), ("labels",)),
        Bad("NaN in the features", (theta, features * tensor([[1.0, nan]]), labels), ("features",)),
        Bad("NaN in theta", (tensor([[0.0, 1.0], [nan, 1.0]]), features, labels), ("theta",)),
        Bad("a label too few", (theta, features, labels[:3]), ("labels", "features")),
        Bad("one label for four messages", (theta, features, labels[:1]), ("labels", "features")),
        Bad("a weight too few", (theta[:, :1], features, labels), ("theta", "features")),
    ]
    check_raises(log_likelihood, bad, QUARTERS, RETURNS, names=NAMES)
