"""bag-of-words: which frequent terms a message contains.

Decides by: features and terms, exactly: four messages, given terms and 200 terms in ties by hand and, hidden,
eight cases against sets of terms (many ties, empty messages, absent terms, given terms, counts of 16 bits).
`n_terms` beyond the vocabulary must raise a `ValueError` that names it.

Cannot see: the types of the numbers that come back; how long a vocabulary of thousands of terms takes;
negative counts and `n_terms` below 1, which the contract leaves out.
"""

import numpy as np

from grader.checking import Case, check_cases, generator, hidden
from grader.checks.bag_of_words import MISTAKES, NAMES, RETURNS, refuses


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


@hidden
def check_errors(bag_of_words):
    """Judge whether `bag_of_words` refuses more terms than there are."""
    refuses(bag_of_words)
    return "more terms than the vocabulary has are refused with a ValueError that names n_terms"
