"""bag-of-words: which frequent terms a message contains."""

import numpy as np

from grader.checking import Bad, Case, Mistake, check_cases, check_raises, visible

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
    refuses(bag_of_words)
    return "the frequent terms of four messages, given terms in new messages, ties, and refusals"


def refuses(bag_of_words):
    """Judge which bad arguments `bag_of_words` refuses."""
    bad = [
        Bad("one term more than the vocabulary has", (FOUR_MESSAGES, 5, None), ("n_terms",)),
        Bad("far more terms than the vocabulary has", (FOUR_MESSAGES, 500, None), ("n_terms",)),
    ]
    check_raises(bag_of_words, bad, CHOSEN, RETURNS, names=NAMES)
