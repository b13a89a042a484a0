"""What the report of a class says: totals, success by exercise, named misconceptions, time."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from nbautograde.course.notebooks import cells_in
from nbautograde.events import printable
from nbautograde.messages import UNWRITTEN, failures_in, headings

__all__ = ["ClassNumbers", "Exercise", "class_numbers"]


@dataclass(frozen=True)
class Exercise:
    """How a class did in one exercise.

    Attributes
    ----------
    name, title : str
        Its grade id, and the heading that it stands under.
    best : float
        The points that can be had.
    share : float or None
        The mean share of them, over those who have a score.
    full, part, none, waiting : int
        How many have all, some or no points, or no score yet.
    causes : list of tuple
        (students, sentence) for each cause that a check named, the commonest first.
    unnamed : int
        How many failed without a named cause.
    unwritten : int
        How many left it as it was released.
    """

    name: str
    title: str
    best: float
    share: float | None
    full: int
    part: int
    none: int
    waiting: int
    causes: list
    unnamed: int
    unwritten: int


@dataclass(frozen=True)
class ClassNumbers:
    """What is known of a class.

    Attributes
    ----------
    best : float
        The points that can be had.
    totals : list of float
        Of those who handed in and were graded, in order.
    missing : list of str
        Who did not.
    exercises : list of Exercise
        In the notebooks' order.
    statuses : dict
        Students by status, the most frequent status first.
    noted : list of str
        Whose submission holds what no answer needs, see `nbautograde.integrity`.
    seconds : list of tuple
        (seconds, student) for each grading whose time is known, the slowest first.
    """

    best: float
    totals: list
    missing: list
    exercises: list
    statuses: dict
    noted: list
    seconds: list


def class_numbers(rows, exercises, coursedir, store):
    """Return the `ClassNumbers` of a grade table.

    Parameters
    ----------
    rows : list of nbautograde.grades.grades.Row
        The class, with notes.
    exercises : dict
        Points by exercise.
    coursedir : nbgrader.coursedir.CourseDirectory
        The course directory, its `assignment_id` set.
    store : nbautograde.session.store.Store
        What is kept of each grading.
    """
    release = Path(coursedir.format_path(coursedir.release_directory, ".", coursedir.assignment_id))
    names = sorted(path.name for path in release.glob("*.ipynb"))
    handed_in = [row for row in rows if row.status != "missing"]
    failures, seconds = {}, []
    for row in handed_in:
        entry = store.get(row.student)
        folder = Path(
            coursedir.format_path(coursedir.autograded_directory, row.student, coursedir.assignment_id)
        )
        paths = [path for name in names if (path := folder / name).exists()]
        failures[row.student] = _failures(entry, paths, store.time(row.student))
        if entry is not None and entry.outcome.seconds:
            seconds.append((entry.outcome.seconds, printable(row.student)))
    titles = _titles(release)
    statuses = {}
    for row in rows:
        statuses.setdefault(row.status, []).append(printable(row.student))
    return ClassNumbers(
        best=sum(exercises.values()),
        totals=sorted(row.total for row in handed_in if row.total is not None),
        missing=statuses.get("missing", []),
        exercises=[
            _exercise(name, titles.get(name) or name, best, handed_in, failures)
            for name, best in exercises.items()
        ],
        statuses=dict(sorted(statuses.items(), key=lambda item: -len(item[1]))),
        noted=[printable(row.student) for row in rows if row.notes],
        seconds=sorted(seconds, reverse=True),
    )


def _failures(entry, paths, kept):
    """Return a student's failures: those that are kept, unless a graded notebook is newer."""
    known = entry is not None and entry.outcome.failures is not None
    if known and all(path.stat().st_mtime <= kept for path in paths):
        return entry.outcome.failures
    found = {}
    for path in paths:
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            found.update(failures_in(cells, judged=False))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # it is no notebook, and the status says so
    return found


def _titles(folder):
    titles = {}
    for cells in cells_in(folder):
        for cell, heading in zip(cells, headings(cells), strict=True):
            titles.setdefault(cell["metadata"].get("nbgrader", {}).get("grade_id"), heading)
    return titles


def _exercise(name, title, best, rows, failures):
    scores = [row.scores[name] for row in rows]
    known = [score for score in scores if score is not None]
    named, unnamed, unwritten = Counter(), 0, 0
    for of_student in failures.values():
        told = [words for test, words in of_student.items() if test.split("__")[0] == name]
        causes = {cause for words, cause in told if not words.endswith(UNWRITTEN)}
        named.update(causes - {""})
        unnamed += causes == {""}
        unwritten += bool(told) and not causes
    full = sum(score >= best for score in known)
    none = sum(score <= 0 < best for score in known)
    return Exercise(
        name,
        title,
        best,
        share=fmean(score / best for score in known) if known and best else None,
        full=full,
        part=len(known) - full - none,
        none=none,
        waiting=len(scores) - len(known),
        causes=sorted(((count, text) for text, count in named.items()), key=lambda one: (-one[0], one[1])),
        unnamed=unnamed,
        unwritten=unwritten,
    )
