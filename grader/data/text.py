"""Normalisation, the tokenizer, and term counts over a vocabulary."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

__all__ = ["COUNT_DTYPE", "count_terms", "normalize", "tokenize"]

COUNT_DTYPE = np.int16
"""Type of a term count: signed, so that differences do not wrap; half the memory of 32 bits."""

# Typographic quotes that stand for an apostrophe; U+0091 and U+0092 are Windows-1252 quotes read as Latin-1.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u0091\u0092", "'"))
_TERM = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|0+|[$£€!?]")


def normalize(message: str) -> str:
    """Bring a message into the form in which two messages count as duplicates.

    HTML entities are unescaped, characters are brought to Unicode form NFKC and lower case, every decimal
    digit becomes ``0``, and white space at both ends is dropped.

    Parameters
    ----------
    message : str
        One message.

    Returns
    -------
    str
        The normalised message.

    Examples
    --------
    >>> normalize("Win &pound;150 NOW ")
    'win £000 now'
    """
    text = unicodedata.normalize("NFKC", html.unescape(message)).lower()
    return re.sub(r"\d", "0", text).strip()


def tokenize(message: str) -> list[str]:
    """Split a message into terms, in the order in which they stand.

    After `normalize`, a term is one of: a run of letters, apostrophes inside it included (``don't``); a run
    of digits, which are all ``0``, so that it says how long a number is; one of the signs ``$ £ € ! ?`` by
    itself. Everything else separates terms.

    Parameters
    ----------
    message : str
        One message.

    Returns
    -------
    list of str
        Its terms, repeated ones repeated.

    Examples
    --------
    >>> tokenize("Don't wait!! Win £150, txt 4U to 80086")
    ["don't", 'wait', '!', '!', 'win', '£', '000', 'txt', '0', 'u', 'to', '00000']
    """
    return _TERM.findall(normalize(message).translate(_APOSTROPHES))


def count_terms(messages: Sequence[str], vocabulary: Sequence[str]) -> np.ndarray:
    """Count how often each term of a vocabulary occurs in each message.

    Parameters
    ----------
    messages : sequence of str
        N messages; a single message goes into a list.
    vocabulary : sequence of str
        V distinct terms, as `tokenize` makes them, for instance ``load_sms_spam().vocabulary``.

    Returns
    -------
    ndarray of int16, shape (N, V)
        Row n, column v: occurrences of term v in message n. Terms outside the vocabulary are left out.

    Raises
    ------
    ValueError
        If an argument is a single string or holds anything but strings, if a term comes twice in
        `vocabulary`, or if one occurs more than 32,767 times in a message.
    """
    for name, given in (("messages", messages), ("vocabulary", vocabulary)):
        if isinstance(given, str):
            raise ValueError(f"{name} must be a sequence of strings, got one string; put it into a list")
        for item in given:
            if not isinstance(item, str):
                raise ValueError(f"{name} must hold strings, got an item of type {type(item).__name__}")
    column = {term: index for index, term in enumerate(vocabulary)}
    if len(column) != len(vocabulary):
        raise ValueError(
            f"vocabulary must hold distinct terms, got {len(vocabulary)}, of them {len(column)} distinct"
        )
    counts = np.zeros((len(messages), len(column)), dtype=COUNT_DTYPE)
    largest = np.iinfo(COUNT_DTYPE).max
    for row, message in enumerate(messages):
        for term, count in Counter(tokenize(message)).items():
            if term in column:
                if count > largest:
                    raise ValueError(f"messages[{row}] holds {term!r} {count} times; at most {largest} fit")
                counts[row, column[term]] = count
    return counts
