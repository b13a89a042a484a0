"""log-likelihood: Bernoulli labels with logits, stable at large logits.

Decides by: values by hand and, hidden, ten random problems against the product of probabilities in decimals
of 40 digits, to 2e-6 of the largest; gradients in theta against (label - sigmoid) times features, to 1e-4 of
the largest plus 1e-5. Logits reach from -1000 to 1000 in value and gradient, messages up to 3,000.

Cannot see: an error below those tolerances, such as a row that is much smaller than the others and wrong; the
gradient where a logit is exactly zero, which is left out because stable formulas may differ there; logits
beyond 1000.
"""

import numpy as np
import torch

from grader.checking import Bad, Case, check_cases, check_gradients, check_raises, generator, hidden, visible
from grader.checks._log_likelihood_mistakes import MISTAKES

NAMES = ("theta", "features", "labels")
RETURNS = "the log likelihood"


def _tensor(values):
    return torch.tensor(values, dtype=torch.float64)


QUARTERS = Case(
    "four messages under two weight vectors that make probabilities of 1/2, 1/4 and 3/4",
    (
        _tensor([[0.0, 0.0], [np.log(3), -np.log(3)]]),
        _tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]),
        _tensor([1.0, 1.0, 0.0, 1.0]),
    ),
    np.log([1 / 16, 27 / 256]),
)
EXTREME = (_tensor([[1000.0], [-1000.0]]), _tensor([[1.0], [-0.25], [0.5]]), _tensor([1.0, 1.0, 0.0]))


@visible
def check(log_likelihood):
    """Judge `log_likelihood` on probabilities of quarters, on logits of 1000, and its gradient."""
    many = Case(
        "3000 messages, each as probable as a coin's side",
        (_tensor([[0.0]]), torch.ones(3000, 1, dtype=torch.float64), torch.ones(3000, dtype=torch.float64)),
        np.array([-3000 * np.log(2)]),
    )
    extreme = Case("logits between -1000 and 1000", EXTREME, np.array([-750.0, -1000.0]))
    check_cases(log_likelihood, [QUARTERS, many, extreme], RETURNS, names=NAMES, mistakes=MISTAKES)
    slopes = [
        Case(
            "four messages under two weight vectors",
            (_tensor(np.log(3) * np.array([[1, 1], [-1, 2]])), *QUARTERS.args[1:]),
            np.array([[0.5, -0.5], [1.5, -0.8]]),
        ),
        Case(
            "logits between -1000 and 1000",
            EXTREME,
            np.array([[-0.75], [1.0]]),
        ),
    ]
    check_gradients(log_likelihood, slopes, wrt=(0,), names=NAMES, atol=1e-5)
    _refuses(log_likelihood)
    return "values and gradients for probabilities of quarters and for logits up to 1000, and refusals"


def _random(rng, n_samples, n_messages, n_weights, scale=1.0):
    features = (rng.random((n_messages, n_weights)) < 0.5).astype(float)
    features[:, -1] = 1.0  # no logit is exactly zero, where stable formulas may differ in their subgradient
    return (
        _tensor(scale * rng.normal(size=(n_samples, n_weights))),
        _tensor(features),
        _tensor((rng.random(n_messages) < 0.4).astype(float)),
    )


def _cases(seed):
    rng = generator(seed)
    real = _random(rng, 3, 6, 4)
    sizes = np.r_[np.full(4, 1000.0), rng.uniform(100, 1000, size=8)] * np.tile([-1, 1], 6)
    sizes, balanced = _tensor(sizes[:, None]), _tensor(np.tile([0.0, 0.0, 1.0, 1.0], 3))
    both = _tensor([[1.0], [1.0], [-1.0], [-1.0]])
    return [
        Case("random messages", _random(rng, 4, 7, 3)),
        Case("features that are not 0 or 1", (real[0], _tensor(rng.normal(size=(6, 4))), real[2])),
        Case("one sample", _random(rng, 1, 5, 3)),
        Case("one message", _random(rng, 6, 1, 4)),
        Case("one weight", _random(rng, 3, 5, 1)),
        Case("as many samples as messages", _random(rng, 5, 5, 2)),
        Case("many messages", _random(rng, 2, 300, 5, scale=6.0)),
        Case(
            "logits between 20 and 60",
            (_tensor(rng.uniform(20, 60, size=(3, 1))), both, _tensor([1.0, 0.0, 1.0, 0.0])),
        ),
        Case("logits between -1000 and 1000", (sizes, both[1:3], _tensor([0.0, 1.0]))),
        Case("logits between -1000 and 1000, both classes", (_tensor([[1.0]]), sizes, balanced)),
    ]


@hidden
def check_hidden(log_likelihood, oracle, reference, seed):
    """Judge the values of `log_likelihood` for random and many messages and extreme logits."""
    check_cases(
        log_likelihood, _cases(seed), RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES
    )
    return "random messages, many messages and logits up to 1000"


@hidden
def check_gradient(log_likelihood, oracle, reference, seed):
    """Judge the gradient of `log_likelihood` with respect to theta."""
    check_gradients(
        log_likelihood,
        _cases(seed),
        wrt=(0,),
        names=NAMES,
        atol=1e-5,
        oracle=oracle,
        reference=reference,
    )
    return "the gradient with respect to theta, at ordinary and at extreme logits"


def _refuses(log_likelihood):
    theta, features, labels = QUARTERS.args
    nan = float("nan")
    bad = [
        Bad("a label of -1", (theta, features, 2 * labels - 1), ("labels",)),
        Bad("a label of 2", (theta, features, 2 * labels), ("labels",)),
        Bad("a label between 0 and 1", (theta, features, labels / 2), ("labels",)),
        Bad("a label that is NaN", (theta, features, _tensor([1.0, nan, 0.0, 1.0])), ("labels",)),
        Bad("NaN in the features", (theta, features * _tensor([[1.0, nan]]), labels), ("features",)),
        Bad("NaN in theta", (_tensor([[0.0, 1.0], [nan, 1.0]]), features, labels), ("theta",)),
        Bad("a label too few", (theta, features, labels[:3]), ("labels", "features")),
        Bad("one label for four messages", (theta, features, labels[:1]), ("labels", "features")),
        Bad("a weight too few", (theta[:, :1], features, labels), ("theta", "features")),
    ]
    check_raises(log_likelihood, bad, QUARTERS, RETURNS, names=NAMES)


@hidden
def check_errors(log_likelihood):
    """Judge which bad arguments `log_likelihood` refuses."""
    _refuses(log_likelihood)
    return "bad arguments are refused with a ValueError that names them"
