"""The published raw file: where it is, its checksums, and its distinct messages."""

from typing import NamedTuple

import numpy as np

from .text import normalize

__all__ = [
    "ARCHIVE_SHA256",
    "LABELS",
    "RAW_NAME",
    "RAW_SHA256",
    "URL",
    "LabelledMessages",
    "distinct_messages",
    "parse_messages",
]

URL = "https://archive.ics.uci.edu/static/public/228/sms+spam+collection.zip"
ARCHIVE_SHA256 = "1587ea43e58e82b14ff1f5425c88e17f8496bfcdb67a583dbff9eefaf9963ce3"
RAW_NAME = "SMSSpamCollection"
RAW_SHA256 = "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d"

LABELS = {"ham": 0, "spam": 1}
"""Number of each label."""


class LabelledMessages(NamedTuple):
    """Messages and their labels, row by row.

    Attributes
    ----------
    texts : tuple of str
        N messages as they were written.
    labels : ndarray of int64, shape (N,)
        0 for ham, 1 for spam.
    """

    texts: tuple[str, ...]
    labels: np.ndarray


def parse_messages(content: bytes) -> LabelledMessages:
    r"""Read lines of ``label<TAB>message``.

    Parameters
    ----------
    content : bytes
        UTF-8 text; only a line feed ends a line, because messages hold other line separators.

    Returns
    -------
    LabelledMessages
        One row a line.

    Raises
    ------
    ValueError
        If a line is not a known label, a tab and a message.
    """
    texts, labels = [], []
    for number, line in enumerate(content.decode("utf-8").removesuffix("\n").split("\n"), start=1):
        label, tab, text = line.partition("\t")
        if label not in LABELS or not tab:
            raise ValueError(f"content must hold lines of label, tab, message; line {number} is not one")
        texts.append(text)
        labels.append(LABELS[label])
    return LabelledMessages(tuple(texts), np.array(labels, dtype=np.int64))


def distinct_messages(content: bytes) -> LabelledMessages:
    """Keep the first message of each group that `normalize` makes equal, in the order of first appearance.

    This is the row order of the committed table.

    Parameters
    ----------
    content : bytes
        Lines of ``label<TAB>message``, as in the raw file.

    Returns
    -------
    LabelledMessages
        The distinct messages, as they were written.

    Raises
    ------
    ValueError
        If a line cannot be read, or if a message comes with both labels.
    """
    texts, labels = parse_messages(content)
    first: dict[str, int] = {}
    for row, text in enumerate(texts):
        kept = first.setdefault(normalize(text), row)
        if labels[kept] != labels[row]:
            raise ValueError(f"content must give a message one label; lines {kept + 1} and {row + 1} differ")
    rows = list(first.values())
    return LabelledMessages(tuple(texts[row] for row in rows), labels[rows])
