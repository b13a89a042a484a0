"""What happened to a submission besides its points: kept in the graded notebook's metadata."""

import re
import unicodedata

__all__ = [
    "STATUSES",
    "events_of",
    "judge",
    "note",
    "notes_of",
    "printable",
    "report",
    "start_events",
    "status_comment",
    "status_in",
    "verdict_of",
    "worst",
]

STATUSES = (
    "not graded",
    "missing notebook",
    "not a notebook",
    "linked file",
    "file too large",
    "kernel died",
    "out of memory",
    "too much output",
    "timed out",
    "tests deleted",
    "tests duplicated",
    "tests retagged",
    "tests edited",
    "graded",
)
"""Every status of a submission, the worst first."""


_TURNS = frozenset(map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))))
"""What turns the direction of a line: behind it, other people's words read backwards."""


def worst(events):
    """Return the status that stands for a list of events, (status, text) each."""
    return min((status for status, _ in events), key=STATUSES.index, default="graded")


def start_events(notebook):
    """Forget what a notebook says happened to it: only the grader's words count."""
    notebook.metadata["nbautograde"] = {"events": [], "notes": []}
    for cell in notebook.cells:
        cell.metadata.pop("nbautograde", None)


def judge(cell, verdict, words=()):
    """Keep in a test cell what became of it, where no code of a student's can write.

    Parameters
    ----------
    cell : NotebookNode
        The cell.
    verdict : str
        `passed`, `failed` (a check says so), `broken` (the check itself), `ended` (the student's side is no
        more) or `raised` (anything else).
    words : iterable of str
        The lines that the check itself says: the property, without input, value and misconception.
    """
    cell.metadata["nbautograde"] = {"verdict": verdict, "words": list(words)}


def verdict_of(cell):
    """Return the verdict on a cell and the check's words; None and no words where there is none."""
    kept = cell["metadata"].get("nbautograde")
    return (kept["verdict"], kept["words"]) if kept else (None, [])


def report(notebook, status, text):
    """Note an event, once."""
    told = notebook.metadata.setdefault("nbautograde", {}).setdefault("events", [])
    if [status, text] not in told:
        told.append([status, text])


def note(notebook, text):
    """Note, once, what an instructor should look at; no points depend on it, and no student is told."""
    told = notebook.metadata.setdefault("nbautograde", {}).setdefault("notes", [])
    if text not in told:
        told.append(text)


def notes_of(notebook):
    """Return a notebook's notes."""
    return list(notebook.metadata.get("nbautograde", {}).get("notes", []))


def events_of(notebook):
    """Return a notebook's events, (status, text) each."""
    return [tuple(event) for event in notebook.metadata.get("nbautograde", {}).get("events", [])]


def printable(text):
    """Return a text that any terminal and any database takes, whatever a student put into it."""
    return "".join(map(_printable, text))


def _printable(letter):
    if unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp") and letter not in _TURNS:
        return letter
    return " " if letter.isspace() else "\ufffd"


def status_comment(events, comment=None):
    """Return a comment for the gradebook that says what happened, before what a comment said already."""
    told = " ".join([f"Status: {worst(events)}.", *(text for _, text in events)])
    return f"{told}\n\n{comment}" if comment else told


def status_in(comment):
    """Return the status that a comment made by `status_comment` states, or None."""
    found = re.match(r"Status: ([a-z ]+)\.", comment or "")
    return found[1] if found else None
