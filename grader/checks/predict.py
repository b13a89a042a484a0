"""predict: the probability of spam of each message under each posterior sample."""

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


def tensor(values):
    """Return values as a float64 tensor."""
    return torch.as_tensor(np.asarray(values, float))


# Logits are whole multiples k of log 3, so that each probability is 3^k / (1 + 3^k).
FOUR_MESSAGES = Case(
    "two posterior samples and four messages",
    (
        tensor([[1, 0, 1], [0, 1, 1], [1, 1, 1], [0, 0, 1]]),
        LOG_3 * tensor([2, -2, -1]),
        _rho([LOG_3, 2 * LOG_3, LOG_3]),
        tensor([[1, 0, -1], [-1, 2, 1]]),
    ),
    np.array([[3 / 4, 1 / 82, 1 / 4, 1 / 10], [3 / 4, 9 / 10, 27 / 28, 1 / 2]]),
)


def refuses(posterior_predictive):
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
            instead(0, tensor(np.ones((4, 2)))),
            ("features", "mu", "rho"),
        ),
        Bad("mu and rho of different lengths", instead(2, tensor(np.ones(4))), ("mu", "rho")),
        Bad("a rho of one value for three weights", instead(2, tensor(np.ones(1))), ("mu", "rho")),
        Bad("eps of another number of columns", instead(3, tensor(np.ones((2, 4)))), ("eps", "mu", "rho")),
        Bad("eps of one column for three weights", instead(3, tensor(np.ones((2, 1)))), ("eps", "mu", "rho")),
        Bad("eps without rows", instead(3, tensor(np.ones((0, 3)))), ("eps",)),
    ]
    check_raises(posterior_predictive, bad, FOUR_MESSAGES, RETURNS, names=NAMES)


@visible
def check(posterior_predictive):
    """Judge `posterior_predictive` on four messages and on logits of a thousand."""
    extreme = Case(
        "logits of ±1000",
        (tensor(np.eye(3)), tensor([1000, -1000, 0]), _rho([1.0, 2.0, LOG_3]), tensor([[0, 0, -1]])),
        np.array([[1.0, 0.0, 0.25]]),
    )
    judge_noise(posterior_predictive, FOUR_MESSAGES)
    check_cases(
        posterior_predictive,
        [FOUR_MESSAGES, extreme],
        RETURNS,
        names=NAMES,
        mistakes=mistakes(posterior_predictive),
    )
    refuses(posterior_predictive)
    return "the probabilities of four messages, of extreme logits, and bad arguments are refused"


def mistakes(posterior_predictive):
    """Return the misconceptions, with one more that only the function itself can show."""

    def with_other_noise(features, mu, rho, eps):
        return call(posterior_predictive, features, mu, rho, -eps)

    return (
        *MISTAKES,
        Mistake(
            "Another `eps` gives the same result: the noise that is given is not used.", with_other_noise
        ),
    )


def judge_noise(posterior_predictive, case):
    """Judge whether each sample meets its own row of noise."""
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
