"""Changed cells of a notebook: added, deleted, pasted twice, marked otherwise."""

import copy
import functools
import re
from collections.abc import Callable
from typing import NamedTuple

from tools.course.content import code_cell, read_content, write_content
from tools.practical1 import FOUNDATIONS

__all__ = ["CHANGES", "Change", "add_cells", "path_of"]

_EXERCISE, _TESTS = "bayes-rule", "bayes-rule_"
_UNANSWERED = {_EXERCISE: "def bayes_posterior(prior, likelihood):\n    raise NotImplementedError()\n"}


class Change(NamedTuple):
    """What is wrong, the status it leads to, how it is done, what it costs, and wrong answers beside it.

    Attributes
    ----------
    says, status : str
        What is wrong, and the status that the submission gets.
    spoil : callable
        Does it, given the submission's folder.
    costs : tuple of str
        The test cells that give no points, each by the start of its name; or the name of a whole notebook.
    mistakes : dict or None
        Sources that redefine functions, by grade id, as in `tools.course.sample_class`.
    """

    says: str
    status: str
    spoil: Callable
    costs: tuple = ()
    mistakes: dict | None = None


def path_of(folder, name=FOUNDATIONS):
    """Return the path of a submission's notebook."""
    return folder / f"{name}.ipynb"


def add_cells(folder, source, times=1, notebook=FOUNDATIONS, after="evidence__errors"):
    """Add a code cell, or `times` of them, behind the cell `after`; at the end where that is None."""
    path = path_of(folder, notebook)
    content = read_content(path)
    names = [cell["id"] for cell in content["cells"]]
    place = len(names) if after is None else names.index(after) + 1
    content["cells"][place:place] = [code_cell(f"added-{i}", source) for i in range(times)]
    write_content(path, content)


def _spoils(change):
    """Turn a change of a notebook's content into one that takes the submission's folder."""

    @functools.wraps(change)
    def spoil(folder, *arguments):
        content = read_content(path_of(folder))
        change(content, *arguments)
        write_content(path_of(folder), content)

    return spoil


@_spoils
def _delete(content, pattern):
    content["cells"] = [cell for cell in content["cells"] if not re.fullmatch(pattern, cell["id"])]


@_spoils
def _paste_again(content, name):
    (place,) = [i for i, cell in enumerate(content["cells"]) if cell["id"] == name]
    content["cells"].insert(place + 1, {**copy.deepcopy(content["cells"][place]), "id": "pasted"})


@_spoils
def _mark_tests(content, marks):
    for cell in _tests_of(content):
        cell["metadata"]["nbgrader"].update(marks)


@_spoils
def _tag_tests(content):
    for cell in _tests_of(content):
        cell["metadata"]["tags"] = ["skip-execution"]


@_spoils
def _empty_tests(content):
    for cell in _tests_of(content):
        cell["source"] = "pass"


def _tests_of(content):
    return [cell for cell in content["cells"] if cell["id"].startswith(_TESTS)]


@_spoils
def _unknown_kernel(content):
    kernel = {"display_name": "Python [conda env:lecture]", "name": "conda-env-lecture-py"}
    content["metadata"]["kernelspec"].update(kernel)


@_spoils
def _take_ids_away(content):
    content["nbformat_minor"] = 2
    for cell in content["cells"]:
        del cell["id"]


@_spoils
def _cells_by_name(content):
    content["cells"] = {cell["id"]: cell for cell in content["cells"]}


def _with(spoil, *arguments):
    return lambda folder: spoil(folder, *arguments)


def _hides(says, status, spoil):
    """Return a change by which a student hides that an answer is missing."""
    return Change(f"{says}; the answer is missing", status, spoil, (_TESTS,), _UNANSWERED)


CHANGES = {
    "tests-deleted": Change(
        "deleted an exercise's test cells", "tests deleted", _with(_delete, f"{_TESTS}.*")
    ),
    "tests-deleted-to-hide": _hides(
        "deleted an exercise's test cells", "tests deleted", _with(_delete, f"{_TESTS}.*")
    ),
    "test-duplicated": Change(
        "pasted a test cell twice", "tests duplicated", _with(_paste_again, f"{_TESTS}_visible")
    ),
    "tests-not-to-grade": _hides(
        "marked test cells as not graded", "tests retagged", _with(_mark_tests, {"grade": False})
    ),
    "tests-as-answers": _hides(
        "marked test cells as answers",
        "tests retagged",
        _with(_mark_tests, {"solution": True, "locked": False}),
    ),
    "tests-to-skip": _hides("tagged test cells skip-execution", "tests retagged", _tag_tests),
    "tests-emptied": _hides("replaced test cells by pass", "tests edited", _empty_tests),
    "points-edited": Change("gave test cells 50 points", "tests edited", _with(_mark_tests, {"points": 50})),
    "answer-deleted": Change("deleted an exercise's answer", "graded", _with(_delete, "bic"), ("bic_",)),
    "answer-duplicated": Change("pasted an answer twice", "graded", _with(_paste_again, _EXERCISE)),
    "unknown-kernel": Change("names a kernel that is not installed here", "graded", _unknown_kernel),
    "no-cell-ids": Change("was saved by an older Jupyter: its cells have no ids", "graded", _take_ids_away),
    "cells-by-name": Change("its cells are an object", "not a notebook", _cells_by_name, (FOUNDATIONS,)),
}
"""Changes of the first notebook by student id."""
