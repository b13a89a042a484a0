"""confidence: mean, central interval and a decision that may be `unsure`."""

import numpy as np

from grader.checking import Bad, Case, as_parts, call, check_cases, check_raises, name_of, visible
from grader.checks._confidence_mistakes import DECISION, INTERVAL, MEAN, MISTAKES

NAMES = ("probabilities", "level", "threshold")
RETURNS = ("mean", "lower", "upper", "decision")
OPINIONS = np.array(
    [
        [0.95, 0.10, 0.91],
        [0.75, 0.25, 0.20],
        [0.97, 0.02, 0.60],
        [0.88, 0.20, 0.80],
        [0.70, 0.15, 0.40],
        [0.90, 0.35, 0.10],
        [0.80, 0.05, 0.70],
    ]
)
THREE_MESSAGES = Case(
    "seven opinions on three messages",
    (OPINIONS, 0.6, 0.5),
    (
        np.array([0.85, 0.16, 0.53]),
        np.array([0.76, 0.06, 0.24]),
        np.array([0.94, 0.24, 0.78]),
        np.array([1, 0, -1]),
    ),
)


def refuses(classify):
    """Judge which bad arguments `classify` refuses."""
    bad = [
        Bad("a negative probability", (OPINIONS - 0.1, 0.8, 0.5), ("probabilities",)),
        Bad("NaN", (np.where(OPINIONS == 0.2, np.nan, OPINIONS), 0.8, 0.5), ("probabilities",)),
        Bad("a table without rows", (OPINIONS[:0], 0.8, 0.5), ("probabilities",)),
    ]
    check_raises(classify, bad, THREE_MESSAGES, RETURNS, names=NAMES)


@visible
def check(classify):
    """Judge `classify` on small tables whose quantiles can be read off."""
    outlier = np.array([[0.53], [0.05], [0.56], [0.52], [0.54]])
    touching = np.array(
        [[0.5, 0.5, 0.25], [0.5, 0.75, 0.5], [0.5, 0.75, 0.25], [0.5, 0.625, 0.375], [0.5, 0.25, 0.5]]
    )
    cases = [
        THREE_MESSAGES,
        Case(
            "another threshold",
            (OPINIONS, 0.6, 0.9),
            (*THREE_MESSAGES.expected[:3], np.array([-1, 0, 0])),
        ),
        Case(
            "an outlier that pulls the mean below the threshold, the interval above it",
            (outlier, 0.5, 0.5),
            (np.array([0.44]), np.array([0.52]), np.array([0.54]), np.array([0])),
        ),
        Case(
            "intervals that touch the threshold",
            (touching, 0.5, 0.5),
            (
                np.array([0.5, 0.575, 0.375]),
                np.array([0.5, 0.5, 0.25]),
                np.array([0.5, 0.75, 0.5]),
                np.array([1, 1, 0]),
            ),
        ),
    ]
    judge(classify, cases, (MEAN, INTERVAL, DECISION))
    by_default = Case("the threshold left to its default", THREE_MESSAGES.args[:2], THREE_MESSAGES.expected)
    judge(classify, [by_default], (MEAN, INTERVAL, DECISION), names=NAMES[:2])
    refuses(classify)
    return "mean, interval and decision, also on the threshold, and bad arguments are refused"


def judge(classify, cases, parts, sources=(), names=NAMES):
    """Judge the parts of what comes back one after the other, so that each has its own misconceptions."""
    as_parts(call(classify, *cases[0].args, names=names), name_of(classify), RETURNS)
    for part in parts:
        check_cases(
            _only(part, classify),
            [Case(case.about, case.args, _pick(part, case.expected)) for case in cases],
            tuple(RETURNS[place] for place in part) if len(part) > 1 else RETURNS[part[0]],
            names=names,
            sources=tuple(_only(part, source) for source in sources),
            mistakes=MISTAKES[part],
        )


def _only(part, function):
    def classify(*args):
        return _pick(part, tuple(function(*args)))

    classify.__name__ = name_of(function)
    return classify


def _pick(part, values):
    if values is None:
        return None
    return values[part[0]] if len(part) == 1 else tuple(values[place] for place in part)
