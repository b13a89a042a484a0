"""bag-of-words: which frequent terms a message contains.

Decides by: features and terms, exactly: four messages, given terms and 200 terms in ties by hand and, hidden,
eight cases against sets of terms (many ties, empty messages, absent terms, given terms, counts of 16 bits).
`n_terms` beyond the vocabulary must raise a `ValueError` that names it.

Cannot see: the types of the numbers that come back; how long a vocabulary of thousands of terms takes;
negative counts and `n_terms` below 1, which the contract leaves out.
"""

import numpy as np

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, generator, hidden, visible

NAMES = ("counts", "n_terms", "terms")
RETURNS = ("features", "terms")
REVERSED = (
    "A rising sort was reversed, which puts the higher index first among terms of equal document frequency."
)
UNSTABLE = (
    "The sort is not a stable one: terms of equal document frequency come in no fixed order, where the lower "
    "index must come first."
)


def _features(counts, terms, presence=True, ones="last"):
    columns = np.asarray(counts)[:, np.asarray(terms, dtype=int)]
    columns = (columns > 0) if presence else columns
    bias = np.ones((len(columns), 1))
    parts = {"last": (columns, bias), "first": (bias, columns), "none": (columns,)}[ones]
    return np.hstack(parts).astype(float)


def _ranked(counts, *keys):
    """Return all terms, ordered by the last key, ties by the key before it."""
    n_terms = np.shape(counts)[1]
    return np.lexsort([np.broadcast_to(key, n_terms) for key in keys])


def _frequency(counts):
    return (np.asarray(counts) > 0).sum(axis=0)


def _rows(counts):
    return np.arange(np.shape(counts)[1])


def _mistake(says, order, **how):
    """Return the mistake of choosing terms by `order(counts, n_terms)`, or building features by `how`."""

    def gives(counts, n_terms, terms=None):
        chosen = np.asarray(order(counts, n_terms) if terms is None else terms)
        return _features(counts, chosen, **how), chosen

    return Mistake(says, gives)


def _right(counts, n_terms):
    return _ranked(counts, _rows(counts), -_frequency(counts))[:n_terms]


def _afresh(counts, n_terms, terms=None):
    chosen = _right(counts, n_terms)
    return _features(counts, chosen), chosen


def _sorted_terms(counts, n_terms, terms):
    return _features(counts, np.sort(terms)), np.sort(terms)


MISTAKES = (
    _mistake(
        "The terms are chosen by their total count, not by the number of messages that contain them.",
        lambda c, k: _ranked(c, _rows(c), -np.sum(c, axis=0))[:k],
    ),
    _mistake(
        "The features are counts; presence is asked for: 1 where a term occurs, however often.",
        _right,
        presence=False,
    ),
    _mistake("The column of ones comes first; it must be the last.", _right, ones="first"),
    _mistake("The column of ones is missing.", _right, ones="none"),
    _mistake(REVERSED, lambda c, k: _ranked(c, -_rows(c), -_frequency(c))[:k]),
    _mistake(REVERSED, lambda c, k: np.argsort(_frequency(c))[::-1][:k]),
    _mistake(UNSTABLE, lambda c, k: np.argsort(-_frequency(c))[:k]),
    _mistake(
        "The terms come in rising document frequency: the rarest are chosen.",
        lambda c, k: _ranked(c, _rows(c), _frequency(c))[:k],
    ),
    _mistake(
        "The right terms, but by rising document frequency: the most frequent must come first.",
        lambda c, k: _ranked(c, _rows(c), _frequency(c))[-k:],
    ),
    _mistake("The right terms, but sorted by index.", lambda c, k: np.sort(_right(c, k))),
    Mistake("The given `terms` are ignored: others are chosen from these counts.", _afresh),
    Mistake("The given `terms` are sorted; the columns must keep their order.", _sorted_terms),
)

FOUR_MESSAGES = np.array([[0, 7, 1, 0], [1, 0, 1, 1], [5, 0, 1, 1], [0, 0, 1, 1]])

CHOSEN = Case(
    "the three most frequent terms of four messages",
    (FOUR_MESSAGES, 3, None),
    (
        np.array([[1.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 1.0]]),
        np.array([2.0, 3.0, 0.0]),
    ),
)


@visible
def check(bag_of_words):
    """Judge `bag_of_words` on four messages, on new messages with given terms, and on many ties."""
    given = Case(
        "two new messages, described by the terms 3 and 1",
        (np.array([[2, 1, 0, 0], [1, 0, 1, 3]]), 3, np.array([3, 1])),
        (np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]]), np.array([3.0, 1.0])),
    )
    counts = np.ones((2, 200), dtype=np.int64)
    counts[0, 1::2] = 0
    order = np.r_[0:200:2, 1:101:2]
    ties = Case(
        "a hundred terms in both messages, then fifty of those in one message only, each by index",
        (counts, 150, None),
        (np.column_stack([counts[:, order], np.ones(2)]), order),
    )
    check_cases(bag_of_words, [CHOSEN, given, ties], RETURNS, names=NAMES, mistakes=MISTAKES)
    _refuses(bag_of_words)
    return "the frequent terms of four messages, given terms in new messages, ties, and refusals"


@hidden
def check_hidden(bag_of_words, oracle, reference, seed):
    """Judge `bag_of_words` on messages with ties, empty messages, absent terms, and given terms."""
    rng = generator(seed)
    rates = rng.gamma(0.3, 1.0, size=60)
    counts = rng.poisson(rates, size=(25, 60))
    few = rng.poisson(rates, size=(9, 60)).astype(np.int16)
    few[4] = 0
    small = rng.integers(0, 3, size=(6, 5))
    cases = [
        Case("messages with terms of equal frequency", (counts, 30, None)),
        Case("as many terms as the vocabulary has", (counts, 60, None)),
        Case("one term", (counts, 1, None)),
        Case("a message without terms, and counts of 16 bits", (few, 12, None)),
        Case("messages without any term", (np.zeros((3, 8), dtype=np.int64), 5, None)),
        Case("one message", (small[:1], 4, None)),
        Case("given terms keep their order", (small, 2, np.array([3, 0, 4, 1]))),
        Case("`n_terms` is ignored where terms are given", (small, 1000, np.array([2, 4, 1]))),
    ]
    check_cases(bag_of_words, cases, RETURNS, names=NAMES, sources=(oracle, reference), mistakes=MISTAKES)
    return "ties, empty messages, absent terms and given terms"


def _refuses(bag_of_words):
    bad = [
        Bad("one term more than the vocabulary has", (FOUR_MESSAGES, 5, None), ("n_terms",)),
        Bad("far more terms than the vocabulary has", (FOUR_MESSAGES, 500, None), ("n_terms",)),
    ]
    check_raises(bag_of_words, bad, CHOSEN, RETURNS, names=NAMES)


@hidden
def check_errors(bag_of_words):
    """Judge whether `bag_of_words` refuses more terms than there are."""
    _refuses(bag_of_words)
    return "more terms than the vocabulary has are refused with a ValueError that names n_terms"
