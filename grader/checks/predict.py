"""predict: the probability of spam of each message under each posterior sample."""

import numpy as np
import torch
from scipy import special

from grader.judging import (
    Bad,
    Case,
    Mistake,
    as_array,
    call,
    check_cases,
    check_raises,
    close,
    fail,
    generator,
    hidden,
    name_of,
    visible,
)

NAMES = ("features", "mu", "rho", "eps")
RETURNS = "the probabilities"
LOG_3 = float(np.log(3))


def _rho(sigma):
    """Return the rho whose softplus is `sigma`."""
    return torch.log(torch.expm1(torch.as_tensor(sigma, dtype=torch.float64)))


def _tensor(values):
    return torch.as_tensor(np.asarray(values, float))


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

# Logits are whole multiples k of log 3, so that each probability is 3^k / (1 + 3^k).
FOUR_MESSAGES = Case(
    "two posterior samples and four messages",
    (
        _tensor([[1, 0, 1], [0, 1, 1], [1, 1, 1], [0, 0, 1]]),
        LOG_3 * _tensor([2, -2, -1]),
        _rho([LOG_3, 2 * LOG_3, LOG_3]),
        _tensor([[1, 0, -1], [-1, 2, 1]]),
    ),
    np.array([[3 / 4, 1 / 82, 1 / 4, 1 / 10], [3 / 4, 9 / 10, 27 / 28, 1 / 2]]),
)


@visible
def check(posterior_predictive):
    """Judge `posterior_predictive` on four messages and on logits of a thousand."""
    extreme = Case(
        "logits of ±1000",
        (_tensor(np.eye(3)), _tensor([1000, -1000, 0]), _rho([1.0, 2.0, LOG_3]), _tensor([[0, 0, -1]])),
        np.array([[1.0, 0.0, 0.25]]),
    )
    _judge_noise(posterior_predictive, FOUR_MESSAGES)
    check_cases(
        posterior_predictive,
        [FOUR_MESSAGES, extreme],
        RETURNS,
        names=NAMES,
        mistakes=_mistakes(posterior_predictive),
    )
    return "the probabilities of four messages under two samples, and of extreme logits"


@hidden
def check_hidden(posterior_predictive, oracle, reference, seed):
    """Judge `posterior_predictive` on random models, on narrow and wide posteriors, and on extreme logits."""
    rng = generator(seed)

    def drawn(n, d, s, low=-2.0, high=2.0):
        features = np.column_stack([rng.random((n, d - 1)) < 0.5, np.ones(n)])
        return tuple(
            map(
                _tensor,
                (features, rng.normal(size=d), rng.uniform(low, high, d), rng.normal(size=(s, d))),
            )
        )

    large = rng.uniform(1010, 1500, 4) * np.array([1, -1, 1, -1])
    cases = [
        Case("a random model", drawn(6, 4, 3)),
        Case("more samples than messages", drawn(3, 5, 40)),
        Case("a narrow posterior", drawn(5, 3, 4, low=-9.0, high=-6.0)),
        Case("a wide posterior", drawn(5, 3, 4, low=3.0, high=6.0)),
        Case("logits beyond ±1000", (_tensor(np.eye(4)), _tensor(large), *drawn(1, 4, 3)[2:])),
        Case("one sample", drawn(4, 3, 1)),
        Case("one message and one weight", drawn(1, 1, 7)),
    ]
    _judge_noise(posterior_predictive, cases[0])
    check_cases(
        posterior_predictive,
        cases,
        RETURNS,
        names=NAMES,
        sources=(oracle, reference),
        mistakes=_mistakes(posterior_predictive),
        atol=1e-9,
    )
    return "the probabilities of random, narrow, wide and extreme models"


@hidden
def check_errors(posterior_predictive):
    """Judge which bad arguments `posterior_predictive` refuses."""
    good = FOUR_MESSAGES.args

    def instead(place, value):
        return (*good[:place], value, *good[place + 1 :])

    def with_nan(place):
        value = good[place].clone()
        value.view(-1)[-1] = torch.nan
        return instead(place, value)

    bad = [Bad(f"NaN in {name}", with_nan(place), (name,)) for place, name in enumerate(NAMES)]
    bad += [
        Bad(
            "features of another number of columns",
            instead(0, _tensor(np.ones((4, 2)))),
            ("features", "mu", "rho"),
        ),
        Bad("mu and rho of different lengths", instead(2, _tensor(np.ones(4))), ("mu", "rho")),
        Bad("a rho of one value for three weights", instead(2, _tensor(np.ones(1))), ("mu", "rho")),
        Bad("eps of another number of columns", instead(3, _tensor(np.ones((2, 4)))), ("eps", "mu", "rho")),
        Bad(
            "eps of one column for three weights", instead(3, _tensor(np.ones((2, 1)))), ("eps", "mu", "rho")
        ),
        Bad("eps without rows", instead(3, _tensor(np.ones((0, 3)))), ("eps",)),
    ]
    check_raises(posterior_predictive, bad, FOUR_MESSAGES, RETURNS, names=NAMES)
    return "bad arguments are refused with a ValueError that names them"


def _mistakes(posterior_predictive):
    """Return the misconceptions, with one more that only the function itself can show."""

    def with_other_noise(features, mu, rho, eps):
        return call(posterior_predictive, features, mu, rho, -eps)

    return (
        *MISTAKES,
        Mistake(
            "Another `eps` gives the same result: the noise that is given is not used.", with_other_noise
        ),
    )


def _judge_noise(posterior_predictive, case):
    title = name_of(posterior_predictive)
    first, second = (
        as_array(call(posterior_predictive, *case.args, names=NAMES), title, RETURNS) for _ in range(2)
    )
    if not close(second, first):
        fail(
            title,
            "must give the same result for the same arguments",
            cause="It draws noise of its own; the noise is given as `eps`.",
        )
