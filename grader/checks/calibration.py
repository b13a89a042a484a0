"""calibration: the expected calibration error of P(spam)."""

import numpy as np

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible

NAMES = ("probabilities", "labels", "n_bins")
RETURNS = "the calibration error"


def _in_bins(p, y, n_bins, edges=None, closed_right=False):
    """Return, of each bin that holds any, the number of messages and mean probability minus share of spam."""
    edges = np.linspace(0, 1, n_bins + 1)[1:-1] if edges is None else edges
    place = np.searchsorted(edges, p, side="left" if closed_right else "right")
    groups = [place == bin_ for bin_ in np.unique(place)]
    return np.array([g.sum() for g in groups]), np.array([p[g].mean() - y[g].mean() for g in groups])


def _combined(how, **kwargs):
    """Return a mistake's result from the bins' numbers of messages and gaps."""
    return lambda p, y, n_bins: how(*_in_bins(p, y, n_bins, **kwargs))


def _weighted(count, gap):
    return np.dot(count, np.abs(gap)) / count.sum()


def _predicted_class(p, y, n_bins):
    return _weighted(*_in_bins(np.maximum(p, 1 - p), ((p >= 0.5) == (y == 1)).astype(float), n_bins))


def _accuracy_in_bins(p, y, n_bins):
    return _weighted(*_in_bins(p, ((p >= 0.5) == (y == 1)).astype(float), n_bins))


def _midpoints(p, y, n_bins):
    middle = (np.minimum(np.floor(p * n_bins), n_bins - 1) + 0.5) / n_bins
    return _weighted(*_in_bins(middle, y, n_bins))


def _votes(p, y, n_bins):
    return _weighted(*_in_bins(p, y + p - (p >= 0.5), n_bins))


def _equal_mass(p, y, n_bins):
    order = np.argsort(p, kind="stable")
    parts = [part for part in np.array_split(order, n_bins) if part.size]
    return sum(abs(p[part].sum() - y[part].sum()) for part in parts) / p.size


def _range_of_the_data(p, y, n_bins):
    return _weighted(*_in_bins(p, y, n_bins, np.linspace(p.min(), p.max(), n_bins + 1)[1:-1]))


def _one_left_out(p, y, n_bins):
    kept = p < 1
    return _weighted(*_in_bins(p[kept], y[kept], n_bins)) * kept.mean()


def _zero_left_out(p, y, n_bins):
    kept = p > 0
    return _weighted(*_in_bins(p[kept], y[kept], n_bins, closed_right=True)) * kept.mean()


def _one_alone(p, y, n_bins):
    return _weighted(*_in_bins(p, y, n_bins, np.append(np.linspace(0, 1, n_bins + 1)[1:-1], 1.0)))


def _empty_bins_are_nan(p, y, n_bins):
    count, gap = _in_bins(p, y, n_bins)
    return np.nan if count.size < n_bins else _weighted(count, gap)


MISTAKES = (
    Mistake(
        "Each bin counts the same here; it must count with its share of the messages, N_b / N.",
        _combined(lambda count, gap: np.abs(gap).mean()),
    ),
    Mistake(
        "Each bin counts the same here, empty ones too; each must count with its share N_b / N.",
        lambda p, y, n_bins: np.abs(_in_bins(p, y, n_bins)[1]).sum() / n_bins,
    ),
    Mistake("The gaps are summed without weights N_b / N.", _combined(lambda count, gap: np.abs(gap).sum())),
    Mistake("The sum must be divided by N.", _combined(lambda count, gap: np.dot(count, np.abs(gap)))),
    Mistake(
        "The gaps have signs here and cancel: the absolute value is taken in each bin, before the sum.",
        _combined(lambda count, gap: np.dot(count, gap) / count.sum()),
    ),
    Mistake(
        "The gaps cancel here: the absolute value is taken in each bin, before the sum, not after it.",
        _combined(lambda count, gap: abs(np.dot(count, gap)) / count.sum()),
    ),
    Mistake(
        "This is the largest gap (the maximum calibration error).",
        _combined(lambda count, gap: np.abs(gap).max()),
    ),
    Mistake("The gaps are squared here.", _combined(lambda count, gap: np.dot(count, gap**2) / count.sum())),
    Mistake(
        "This is the root of the mean squared gap.",
        _combined(lambda count, gap: np.sqrt(np.dot(count, gap**2) / count.sum())),
    ),
    Mistake(
        "This compares the predicted class's probability with accuracy, not P(spam) with the share of spam.",
        _predicted_class,
    ),
    Mistake(
        "P(spam) is compared with the share of spam in the bin, not with the accuracy.", _accuracy_in_bins
    ),
    Mistake("The bin's mean probability is asked for, not its midpoint.", _midpoints),
    Mistake("The probabilities are rounded to 0 or 1 before they are compared.", _votes),
    Mistake("The bins have equal width, not equal numbers of messages.", _equal_mass),
    Mistake("The bins divide [0, 1], not the range of the probabilities that occur.", _range_of_the_data),
    Mistake("A probability of 1 is in no bin here; the last bin is closed.", _one_left_out),
    Mistake("A probability of 1 has a bin of its own here; it belongs to the last one.", _one_alone),
    Mistake("A probability of 0 is in no bin here: bins hold their left edge, [a, b).", _zero_left_out),
    Mistake(
        "Bins hold their left edge, [a, b), not their right one.", _combined(_weighted, closed_right=True)
    ),
    Mistake(
        "Each message is compared by itself here, without bins.", lambda p, y, n_bins: np.abs(p - y).mean()
    ),
    Mistake("The mean of an empty bin is 0/0; an empty bin adds nothing.", _empty_bins_are_nan),
)
SIX_MESSAGES = Case(
    "six messages in four bins, one of them empty",
    (np.array([0.4, 0.15, 0.7, 0.3, 0.55, 0.6]), np.array([0, 1, 1, 1, 1, 0]), 4),
    13 / 60,
)


def refuses(expected_calibration_error):
    """Judge which bad arguments `expected_calibration_error` refuses."""
    p, y, n_bins = SIX_MESSAGES.args
    bad = [
        Bad("an n_bins of zero", (p, y, 0), ("n_bins",)),
        Bad("a negative number of bins", (p, y, -4), ("n_bins",)),
        Bad("a negative probability", (p - 0.2, y, n_bins), ("probabilities",)),
        Bad("NaN", (np.where(p == 0.6, np.nan, p), y, n_bins), ("probabilities",)),
        Bad("lengths that do not fit", (p, y[:-1], n_bins), ("probabilities", "labels")),
        Bad("an empty sample", (p[:0], y[:0], n_bins), ("probabilities", "labels")),
    ]
    check_raises(expected_calibration_error, bad, SIX_MESSAGES, RETURNS, names=NAMES)


@visible
def check(expected_calibration_error):
    """Judge `expected_calibration_error` on six messages, and on probabilities at the edges of bins."""
    cases = [
        SIX_MESSAGES,
        Case(
            "probabilities on the edges of bins, 0 and 1 among them",
            (np.array([0, 1, 0.5, 0.25, 0.125, 0.375, 0.875]), np.array([1, 0, 0, 0, 0, 1, 1]), 4),
            0.375,
        ),
    ]
    check_cases(expected_calibration_error, cases, RETURNS, names=NAMES, mistakes=MISTAKES)
    refuses(expected_calibration_error)
    return "the calibration error of six messages and at the edges of bins, and bad arguments are refused"
