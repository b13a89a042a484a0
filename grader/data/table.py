"""The table of term counts, its loader and its splits."""

import operator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .files import data_folder, read_verified
from .text import COUNT_DTYPE

__all__ = ["TRAIN_FRACTION", "SmsSpam", "load_sms_spam", "read_table", "stratified_split"]

TRAIN_FRACTION = 0.7
"""Share of each class that goes into the training set."""


@dataclass(frozen=True, eq=False, repr=False)
class SmsSpam:
    """The distinct messages of the SMS Spam Collection as term counts.

    Attributes
    ----------
    counts : ndarray of int16, shape (5140, V)
        Row n, column v: occurrences of term v in message n. Rows stand in the order in which the messages
        first appear in the published file. Arithmetic that stays in int16 wraps beyond 32,767.
    labels : ndarray of int64, shape (5140,)
        0 for ham, 1 for spam.
    vocabulary : tuple of str, length V
        The term of each column: every term that at least two distinct messages hold, by code point.
    train, test : ndarray of int64
        Ascending row numbers of the committed split: 70 % of the ham and of the spam, and the rest.
    """

    counts: np.ndarray
    labels: np.ndarray
    vocabulary: tuple[str, ...]
    train: np.ndarray
    test: np.ndarray

    def split(self, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw another random split by the rule of the committed one, which is ``split(0)``.

        Parameters
        ----------
        seed : int
            Not negative. A seed gives the same split on every platform.

        Returns
        -------
        train, test : ndarray of int64
            Ascending row numbers; together each row once.

        Raises
        ------
        ValueError
            If `seed` is negative or not a whole number.
        """
        return stratified_split(self.labels, seed)

    def __repr__(self) -> str:
        """Say the sizes, not the contents."""
        return (
            f"SmsSpam({len(self.labels)} messages, {int(self.labels.sum())} of them spam; "
            f"{len(self.vocabulary)} terms; {len(self.train)} train, {len(self.test)} test)"
        )


def stratified_split(labels: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Put 70 % of the rows of each class, rounded, at random into a training set, the rest into a test set.

    Parameters
    ----------
    labels : ndarray of int, shape (N,)
        Class of each row.
    seed : int
        Not negative.

    Returns
    -------
    train, test : ndarray of int64
        Ascending row numbers; together each row once.

    Raises
    ------
    ValueError
        If `seed` is negative or not a whole number.
    """
    try:
        number = operator.index(seed)
    except TypeError:
        number = -1
    if number < 0:
        raise ValueError(f"seed must be a non-negative whole number, got {seed!r}")
    # NumPy promises the raw stream of a bit generator for good, but not what Generator makes of it.
    keys = np.random.PCG64(number).random_raw(len(labels))
    in_train = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        shuffled = rows[np.argsort(keys[rows], kind="stable")]
        in_train[shuffled[: round(TRAIN_FRACTION * len(rows))]] = True
    return np.flatnonzero(in_train), np.flatnonzero(~in_train)


def load_sms_spam() -> SmsSpam:
    """Load the committed table of the SMS Spam Collection; needs no network and no path.

    Returns
    -------
    SmsSpam
        5,140 distinct messages, 623 of them spam, as term counts with labels, vocabulary and split. The first
        call reads the files; each call gives arrays of its own, so that changing them harms no other caller.

    Raises
    ------
    DataError
        If a data file is missing, altered or cut short.

    Notes
    -----
    Source: T. A. Almeida, J. M. Gómez Hidalgo, SMS Spam Collection, UCI Machine Learning Repository (2011),
    doi:10.24432/C5CC84, CC BY 4.0; see the datasheet ``data/sms_spam/README.md``.
    """
    table = _committed_table()
    return SmsSpam(
        table.counts.copy(), table.labels.copy(), table.vocabulary, table.train.copy(), table.test.copy()
    )


@cache
def _committed_table() -> SmsSpam:
    return read_table(data_folder())


def read_table(folder: Path) -> SmsSpam:
    """Read the table from a copy of the data folder, each file verified by its checksum.

    Parameters
    ----------
    folder : pathlib.Path
        A copy of ``data/sms_spam``.

    Returns
    -------
    SmsSpam
        The table.

    Raises
    ------
    DataError
        If a data file is missing, altered or cut short.
    """
    files = {name: content.decode("utf-8") for name, content in read_verified(folder).items()}
    vocabulary = tuple(files["vocabulary.txt"].split())
    in_train = np.array(files["split.txt"].split()) == "train"

    # A line is "label term:count term:count ...", terms numbered from 1.
    table = files["counts.svmlight"]
    n_terms = np.array([line.count(":") for line in table.splitlines()])
    numbers = np.array(table.replace(":", " ").split(), dtype=np.int64)
    label_at = np.cumsum(1 + 2 * n_terms) - (1 + 2 * n_terms)
    labels = numbers[label_at]
    term, count = np.delete(numbers, label_at).reshape(-1, 2).T
    counts = np.zeros((len(labels), len(vocabulary)), dtype=COUNT_DTYPE)
    counts[np.repeat(np.arange(len(labels)), n_terms), term - 1] = count

    return SmsSpam(counts, labels, vocabulary, np.flatnonzero(in_train), np.flatnonzero(~in_train))
