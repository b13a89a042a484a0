"""A class of faulty submissions to try automatic grading on: each has one fault, all else is the reference.

Some of them harm the process that runs them. Write them only into a course of their own, and grade them only
with limits on time, memory, processes and output.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from nbautograde.course.notebooks import cells_in
from tools.course.sample_class import sample_students, write_class
from tools.faulty.code import CELLS, FUNCTIONS
from tools.faulty.files import FILES
from tools.faulty.notebooks import CHANGES, add_cells
from tools.practical1 import ASSIGNMENT, FOUNDATIONS, SPAM

__all__ = ["FAULTY_LIMITS", "Faulty", "faulty_students", "honest_students", "write_faulty_class"]

FAULTY_LIMITS = {"Execute.timeout": 10, "Limits.submission_seconds": 60, "Limits.memory_mb": 1000}
"""The limits under which the class gets the statuses that it states."""

_HONEST = (
    "reference",
    "untouched",
    "bayes-rule-not-normalised",
    "evidence-underflow",
    "kde-cdf-slide",
    "metropolis-hastings-no-hastings",
    "log-likelihood-naive-log",
    "kl-closed-form-reversed",
    "elbo-no-log-q",
    "confidence-level-as-alpha",
)


@dataclass(frozen=True)
class Faulty:
    """A faulty submission.

    Attributes
    ----------
    id : str
        The student's id.
    says : str
        What is wrong, in one line.
    status : str
        The status that grading must give it.
    points : float or None
        The points that grading must give it; None where nobody can say.
    build : callable
        `build(root)` writes the submission's files into the course at `root`.
    """

    id: str
    says: str
    status: str
    points: float | None
    build: Callable


def faulty_students(root):
    """Return the faulty class by student id; nothing is written.

    Parameters
    ----------
    root : Path
        A course directory with release and solution notebooks.
    """
    worth = _points_of_tests(root)
    found = []
    for name, cell in CELLS.items():
        at_the_end = {"notebook": SPAM, "after": None} if cell.times > 1 else {}
        spoil = functools.partial(add_cells, source=cell.source, times=cell.times, **at_the_end)
        found.append(_faulty(name, f"a cell {cell.says}", cell.status, cell.costs, worth, {}, spoil))
    for name, function in FUNCTIONS.items():
        says, mistakes = f"a function {function.says}", {function.exercise: function.source}
        found.append(_faulty(name, says, function.status, function.costs, worth, mistakes))
    for name, change in {**CHANGES, **FILES}.items():
        mistakes = change.mistakes or {}
        found.append(_faulty(name, change.says, change.status, change.costs, worth, mistakes, change.spoil))
    return {faulty.id: faulty for faulty in found}


def honest_students(root):
    """Return ten honest submissions, in the form that `tools.course.sample_class.write_class` takes.

    Parameters
    ----------
    root : Path
        A course directory with the mutants of the tests.
    """
    sample = sample_students(root, ASSIGNMENT)
    return {name: sample[name] for name in _HONEST}


def write_faulty_class(root):
    """Write the faulty class into `submitted/` of a course of its own, and return it by student id."""
    class_ = faulty_students(root)
    for faulty in class_.values():
        faulty.build(root)
    return class_


def _faulty(name, says, status, costs, worth, mistakes, spoil=None):
    points = None if costs is None else float(sum(_left(worth, costs)))
    return Faulty(name, says, status, points, functools.partial(_build, name, mistakes, spoil))


def _build(name, mistakes, spoil, root):
    write_class(root, ASSIGNMENT, {name: mistakes}, sample=False)
    if spoil is not None:
        spoil(root / "submitted" / name / ASSIGNMENT)


def _points_of_tests(root):
    """Return what each test cell that runs is worth, by notebook and grade id."""
    worth = {}
    found = cells_in(root / "notebooks" / ASSIGNMENT)
    for notebook, cells in zip((FOUNDATIONS, SPAM), found, strict=True):
        for cell in cells:
            mark = cell["metadata"].get("nbgrader", {})
            if mark.get("grade") and cell["cell_type"] == "code":
                worth[notebook, mark["grade_id"]] = mark["points"]
    return worth


def _left(worth, costs):
    """Yield the points of each test cell that a fault does not cost."""
    for (notebook, test), points in worth.items():
        if notebook not in costs and not test.startswith(costs):
            yield points
