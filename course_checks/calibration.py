"""calibration: the expected calibration error of P(spam).

Decides by: the value for six messages and for probabilities on edges by hand and, hidden, for eight sets
against exact fractions, to 2e-6: 1 to 100 bins, empty bins, one message, one class. Predictions are at least
a hundredth of a bin away from an edge, except with four and eight bins, whose edges are exact.

Cannot see: which bin takes a probability on an edge where the number of bins is no power of two, as rounding
decides it; a gap that is wrong by less than 2e-6 of the whole; probabilities above 1.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.calibration import MISTAKES, NAMES, RETURNS, refuses


@hidden
def check_hidden(expected_calibration_error, oracle, reference, seed):
    """Judge `expected_calibration_error` on random predictions, at edges, and with empty bins."""
    rng = generator(seed)

    def drawn(n, n_bins, a=0.5, b=0.5):
        """Draw predictions that are inside their bins, by at least a hundredth of a bin's width."""
        place = np.minimum(np.floor(rng.beta(a, b, n) * n_bins), n_bins - 1)
        p = (place + rng.uniform(0.01, 0.99, n)) / n_bins
        return p, (rng.random(n) < p**1.5).astype(int), n_bins

    eighths = np.array([0, 8, 1, 7, rng.uniform(5.1, 5.9), 7, 0, 4, 6, 5])
    spam = np.array([1, 0, 1, 1, 0, 1, 0, 1, 1, 1])
    shuffled = rng.permutation(eighths.size)
    cases = [
        Case("many predictions", drawn(200, 10)),
        Case("another number of bins", drawn(90, 7, 2.0, 2.0)),
        Case("one bin", drawn(30, 1)),
        Case("more bins than predictions, most of them empty", drawn(12, 100)),
        Case("predictions of which most are near 0", drawn(150, 15, 0.2, 2.0)),
        Case("predictions on the edges of eight bins", (eighths[shuffled] / 8, spam[shuffled], 8)),
        Case("one message", (np.array([1.0]), np.array([0]), 4)),
        Case("messages of one class", (drawn(25, 5)[0], np.ones(25, int), 5)),
    ]
    check_cases(
        expected_calibration_error,
        cases,
        RETURNS,
        names=NAMES,
        sources=(oracle, reference),
        mistakes=MISTAKES,
    )
    return "the calibration error of random predictions, at edges and with empty bins"


@hidden
def check_errors(expected_calibration_error):
    """Judge which bad arguments `expected_calibration_error` refuses."""
    refuses(expected_calibration_error)
    return "bad arguments are refused with a ValueError that names them"
