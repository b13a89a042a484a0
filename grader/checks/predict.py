"""predict: the probability of spam of each message under each posterior sample.

Decides by: the probabilities for noise that is given, by hand and, hidden, seven random models against a
formula with the hyperbolic tangent, to 2e-6 of the largest: narrow and wide posteriors, logits beyond 1000 on
either side, one sample, one message. The same arguments must give the same result, so noise of its own shows.

Cannot see: an error below that tolerance, so that a probability of less than a millionth may be zero where
another in the table is near one.
"""

import numpy as np
import torch

from grader.checking import (
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
from grader.checks._predict_mistakes import MISTAKES

NAMES = ("features", "mu", "rho", "eps")
RETURNS = "the probabilities"
LOG_3 = float(np.log(3))


def _rho(sigma):
    """Return the rho whose softplus is `sigma`."""
    return torch.log(torch.expm1(torch.as_tensor(sigma, dtype=torch.float64)))


def _tensor(values):
    return torch.as_tensor(np.asarray(values, float))


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


def _refuses(posterior_predictive):
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
    _refuses(posterior_predictive)
    return "the probabilities of four messages, of extreme logits, and bad arguments are refused"


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
    _refuses(posterior_predictive)
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
