"""predict: the probability of spam of each message under each posterior sample.

Decides by: the probabilities for noise that is given, by hand and, hidden, seven random models against a
formula with the hyperbolic tangent, to 2e-6 of the largest: narrow and wide posteriors, logits beyond 1000 on
either side, one sample, one message. The same arguments must give the same result, so noise of its own shows.

Cannot see: an error below that tolerance, so that a probability of less than a millionth may be zero where
another in the table is near one.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.predict import NAMES, RETURNS, judge_noise, mistakes, refuses, tensor


@hidden
def check_hidden(posterior_predictive, oracle, reference, seed):
    """Judge `posterior_predictive` on random models, on narrow and wide posteriors, and on extreme logits."""
    rng = generator(seed)

    def drawn(n, d, s, low=-2.0, high=2.0):
        features = np.column_stack([rng.random((n, d - 1)) < 0.5, np.ones(n)])
        return tuple(
            map(
                tensor,
                (features, rng.normal(size=d), rng.uniform(low, high, d), rng.normal(size=(s, d))),
            )
        )

    large = rng.uniform(1010, 1500, 4) * np.array([1, -1, 1, -1])
    cases = [
        Case("a random model", drawn(6, 4, 3)),
        Case("more samples than messages", drawn(3, 5, 40)),
        Case("a narrow posterior", drawn(5, 3, 4, low=-9.0, high=-6.0)),
        Case("a wide posterior", drawn(5, 3, 4, low=3.0, high=6.0)),
        Case("logits beyond ±1000", (tensor(np.eye(4)), tensor(large), *drawn(1, 4, 3)[2:])),
        Case("one sample", drawn(4, 3, 1)),
        Case("one message and one weight", drawn(1, 1, 7)),
    ]
    judge_noise(posterior_predictive, cases[0])
    check_cases(
        posterior_predictive,
        cases,
        RETURNS,
        names=NAMES,
        sources=(oracle, reference),
        mistakes=mistakes(posterior_predictive),
        atol=1e-9,
    )
    return "the probabilities of random, narrow, wide and extreme models"


@hidden
def check_errors(posterior_predictive):
    """Judge which bad arguments `posterior_predictive` refuses."""
    refuses(posterior_predictive)
    return "bad arguments are refused with a ValueError that names them"
