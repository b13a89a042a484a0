"""log-joint: log likelihood plus log prior, where a minibatch may stand for all messages.

Decides by: values by hand and, hidden, seven random problems against a sum over single messages plus SciPy's
multivariate normal density, to 2e-6 of the largest, as a data set and as batches whose size does or does not
divide the total; gradients in theta against the formula, to 1e-4 of the largest plus 1e-5.

Cannot see: what happens at large logits, which `log-likelihood` is about: an unstable sigmoid costs nothing
here; a scale for the batch that is wrong only for totals other than those tried (up to 3,598).
"""

from grader.checking import Case, check_cases, check_gradients, generator, hidden
from grader.checks._log_joint_mistakes import CUTS, MISTAKES
from grader.checks.log_joint import NAMES, RETURNS, refuses, tensor


def _random(rng, n_samples, n_messages, n_weights):
    features = (rng.random((n_messages, n_weights)) < 0.5).astype(float)
    features[:, -1] = 1.0  # no logit is exactly zero, where stable formulas may differ in their subgradient
    return (
        tensor(rng.normal(size=(n_samples, n_weights))),
        tensor(features),
        tensor((rng.random(n_messages) < 0.4).astype(float)),
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


@hidden
def check_errors(log_joint):
    """Judge which bad arguments `log_joint` refuses."""
    refuses(log_joint)
    return "bad arguments are refused with a ValueError that names them"
