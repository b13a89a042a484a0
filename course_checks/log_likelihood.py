"""log-likelihood: Bernoulli labels with logits, stable at large logits.

Decides by: values by hand and, hidden, ten random problems against the product of probabilities in decimals
of 40 digits, to 2e-6 of the largest; gradients in theta against (label - sigmoid) times features, to 1e-4 of
the largest plus 1e-5. Logits reach from -1000 to 1000 in value and gradient, messages up to 3,000.

Cannot see: an error below those tolerances, such as a row that is much smaller than the others and wrong; the
gradient where a logit is exactly zero, which is left out because stable formulas may differ there; logits
beyond 1000.
"""

import numpy as np

from grader.checking import Case, check_cases, check_gradients, generator, hidden
from grader.checks._log_likelihood_mistakes import MISTAKES
from grader.checks.log_likelihood import NAMES, RETURNS, refuses, tensor


def _random(rng, n_samples, n_messages, n_weights, scale=1.0):
    features = (rng.random((n_messages, n_weights)) < 0.5).astype(float)
    features[:, -1] = 1.0  # no logit is exactly zero, where stable formulas may differ in their subgradient
    return (
        tensor(scale * rng.normal(size=(n_samples, n_weights))),
        tensor(features),
        tensor((rng.random(n_messages) < 0.4).astype(float)),
    )


def _cases(seed):
    rng = generator(seed)
    real = _random(rng, 3, 6, 4)
    sizes = np.r_[np.full(4, 1000.0), rng.uniform(100, 1000, size=8)] * np.tile([-1, 1], 6)
    sizes, balanced = tensor(sizes[:, None]), tensor(np.tile([0.0, 0.0, 1.0, 1.0], 3))
    both = tensor([[1.0], [1.0], [-1.0], [-1.0]])
    return [
        Case("random messages", _random(rng, 4, 7, 3)),
        Case("features that are not 0 or 1", (real[0], tensor(rng.normal(size=(6, 4))), real[2])),
        Case("one sample", _random(rng, 1, 5, 3)),
        Case("one message", _random(rng, 6, 1, 4)),
        Case("one weight", _random(rng, 3, 5, 1)),
        Case("as many samples as messages", _random(rng, 5, 5, 2)),
        Case("many messages", _random(rng, 2, 300, 5, scale=6.0)),
        Case(
            "logits between 20 and 60",
            (tensor(rng.uniform(20, 60, size=(3, 1))), both, tensor([1.0, 0.0, 1.0, 0.0])),
        ),
        Case("logits between -1000 and 1000", (sizes, both[1:3], tensor([0.0, 1.0]))),
        Case("logits between -1000 and 1000, both classes", (tensor([[1.0]]), sizes, balanced)),
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


@hidden
def check_errors(log_likelihood):
    """Judge which bad arguments `log_likelihood` refuses."""
    refuses(log_likelihood)
    return "bad arguments are refused with a ValueError that names them"
