"""The reference is found from anywhere in a checkout and nowhere else."""

import json

import pytest

from course_checks import solutions
from course_checks.solutions import reference, solutions_directory


def cell(grade_id, source):
    """Return a solution cell as a notebook's file has it."""
    metadata = {"nbgrader": {"grade_id": grade_id}}
    return {"cell_type": "code", "id": grade_id, "metadata": metadata, "source": source}


def write(folder, *cells):
    """Write a solution notebook."""
    folder.mkdir(parents=True)
    (folder / "one.ipynb").write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")


def test_reference_is_found_from_a_folder_of_a_submission(tmp_path, monkeypatch):
    """The first solutions folder upwards counts, with all its assignments: not that beside the package."""
    write(tmp_path / "solutions" / "homework1", cell("one", "def f():\n    return 1"))
    write(tmp_path / "solutions" / "homework2", cell("two", "def f():\n    return 2"))
    inside = tmp_path / "autograded" / "somebody" / "homework1"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert solutions_directory() == tmp_path / "solutions"
    assert (reference("one").f(), reference("two").f()) == (1, 2)


def test_a_grade_id_of_two_assignments_is_refused(tmp_path, monkeypatch):
    """Which of two cells is the reference cannot be known: the message names the grade id."""
    for name in ("homework1", "homework2"):
        write(tmp_path / "solutions" / name, cell("one", "f = 1"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="'one'"):
        reference("one")


def test_student_without_solutions_is_told(tmp_path, monkeypatch):
    """Outside a checkout one line says what is missing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(solutions, "__file__", str(tmp_path / "site" / "course_checks" / "solutions.py"))
    with pytest.raises(FileNotFoundError, match="checkout"):
        solutions_directory()


def test_unknown_exercise_is_named(root, monkeypatch):
    """A grade id that no solution cell has is in the message."""
    monkeypatch.chdir(root)
    with pytest.raises(KeyError, match="no-such-exercise"):
        reference("no-such-exercise")


def test_two_look_ups_share_nothing(root, monkeypatch):
    """Each look-up runs the cell in a namespace of its own."""
    monkeypatch.chdir(root)
    assert reference("bayes-rule").bayes_posterior is not reference("bayes-rule").bayes_posterior
