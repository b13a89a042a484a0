"""confidence: the misconceptions about mean, interval and decision, and what they give."""

import numpy as np
from scipy import stats

from grader.checking import Mistake

__all__ = ["DECISION", "INTERVAL", "MEAN", "MISTAKES"]

MEAN, INTERVAL, DECISION = (0,), (1, 2), (3,)
"""Where the parts stand in what `classify` returns."""


def _quantiles(low, high, method="linear", axis=0):
    return lambda p, level, threshold=0.5: tuple(
        np.quantile(p, [low(level), high(level)], axis=axis, method=method)
    )


def _tail(level):
    return (1 - level) / 2


def _rest(level):
    return (1 + level) / 2


def _normal(ddof, of_the_mean):
    def gives(p, level, threshold=0.5):
        half = stats.norm.ppf(_rest(level)) * np.std(p, axis=0, ddof=ddof)
        half = half / np.sqrt(len(p)) if of_the_mean else half
        return np.mean(p, axis=0) - half, np.mean(p, axis=0) + half

    return gives


def _shortest(p, level, threshold=0.5):
    ordered, held = np.sort(p, axis=0), int(np.ceil(level * len(p)))
    first = np.argmin(ordered[held - 1 :] - ordered[: len(p) - held + 1], axis=0)
    columns = np.arange(ordered.shape[1])
    return ordered[first, columns], ordered[first + held - 1, columns]


def _outward(p, level, threshold=0.5):
    low = np.quantile(p, _tail(level), axis=0, method="lower")
    return low, np.quantile(p, _rest(level), axis=0, method="higher")


_INTERPOLATES = (
    "NumPy's default quantile interpolates linearly between the ordered rows; this is another kind."
)

MISTAKES = {
    MEAN: (
        Mistake("This is the median of the rows; the mean is asked for.", lambda p, *_: np.median(p, axis=0)),
        Mistake(
            "The mean runs over the rows (samples), not over the messages.", lambda p, *_: np.mean(p, axis=1)
        ),
        Mistake("This is the mean of the whole table; each message has its own.", lambda p, *_: np.mean(p)),
        Mistake(
            "This is the share of rows at or above the threshold, not their mean.",
            lambda p, level, t=0.5: np.mean(p >= t, axis=0),
        ),
        Mistake(
            "The order is mean, lower, upper, decision; here the lower end comes first.",
            lambda p, level, t=0.5: np.quantile(p, _tail(level), axis=0),
        ),
    ),
    INTERVAL: (
        Mistake(
            "The interval leaves out 1 - level on *each* side; half of that is left out on each.",
            _quantiles(lambda v: 1 - v, lambda v: v),
        ),
        Mistake(
            "`level` is the share inside the interval; it was taken for the share outside.",
            _quantiles(lambda v: v / 2, lambda v: 1 - v / 2),
        ),
        Mistake(
            "`level` is not used: this is the interval for 0.95.",
            _quantiles(lambda v: 0.025, lambda v: 0.975),
        ),
        Mistake(
            "These are the smallest and the largest row; `level` is not used.",
            _quantiles(lambda v: 0.0, lambda v: 1.0),
        ),
        Mistake(
            "`np.percentile` counts in percent; `np.quantile` takes shares.",
            _quantiles(lambda v: _tail(v) / 100, lambda v: _rest(v) / 100),
        ),
        Mistake("The ends are exchanged: lower, then upper.", _quantiles(_rest, _tail)),
        Mistake(
            "The quantiles run over the rows (samples), not over the messages.",
            _quantiles(_tail, _rest, axis=1),
        ),
        *(
            Mistake(
                "This is mean ± z standard deviations, as for normal rows; take quantiles of the rows.",
                _normal(ddof, False),
            )
            for ddof in (0, 1)
        ),
        *(
            Mistake(
                "This is how well the *mean* is known (its standard error), which shrinks with more rows; "
                "the spread of the rows themselves is asked for.",
                _normal(ddof, True),
            )
            for ddof in (0, 1)
        ),
        Mistake(
            "This is the shortest interval; the central one has equal shares below and above.", _shortest
        ),
        *(
            Mistake(_INTERPOLATES, _quantiles(_tail, _rest, method))
            for method in (
                "lower",
                "higher",
                "nearest",
                "midpoint",
                "inverted_cdf",
                "hazen",
                "weibull",
                "median_unbiased",
            )
        ),
        Mistake(_INTERPOLATES, _outward),
        Mistake(
            "These are mean ± level / 2; `level` is a share of the rows.",
            lambda p, level, *_: (np.mean(p, 0) - level / 2, np.mean(p, 0) + level / 2),
        ),
    ),
}


def _decided(
    contains=lambda low, t, high: (low < t) & (t < high),
    spam=lambda p, low, high, t: np.mean(p, axis=0) >= t,
    unsure=-1,
):
    def gives(p, level, threshold=0.5):
        low, high = np.quantile(p, [_tail(level), _rest(level)], axis=0)
        return np.where(contains(low, threshold, high), unsure, spam(p, low, high, threshold))

    return gives


def _never(low, t, high):
    return low > high


MISTAKES[DECISION] = (
    Mistake(
        "`threshold` is not used: this decides at 0.5.", lambda p, level, t=0.5: _decided()(p, level, 0.5)
    ),
    Mistake(
        "No message is ever unsure: the interval that contains the threshold takes precedence.",
        _decided(_never),
    ),
    Mistake(
        "An interval that only touches the threshold does not contain it: `<`, not `<=`.",
        _decided(lambda low, t, high: (low <= t) & (t <= high)),
    ),
    Mistake(
        "A mean equal to the threshold is spam: `>=`, not `>`.",
        _decided(spam=lambda p, low, high, t: np.mean(p, axis=0) > t),
    ),
    Mistake(
        "Where the interval does not contain the threshold the mean decides; "
        "this is what the median decides, a vote of the rows, or the side of the interval.",
        _decided(spam=lambda p, low, high, t: np.median(p, axis=0) >= t),
    ),
    Mistake(
        "The numbers of ham and spam are exchanged: spam is 1.",
        _decided(spam=lambda p, low, high, t: np.mean(p, axis=0) < t),
    ),
    *(Mistake("Unsure is the number -1.", _decided(unsure=code)) for code in (2, 0.5, np.nan)),
    Mistake(
        "The unsure ones are exchanged: -1 is where the interval *contains* the threshold.",
        _decided(lambda low, t, high: (low >= t) | (t >= high)),
    ),
)
