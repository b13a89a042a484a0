"""The reference is found from anywhere in a checkout and nowhere else."""

import pytest

from course_checks import reference as module
from course_checks.reference import reference, solutions_directory


def test_reference_is_found_from_a_folder_of_a_submission(root, tmp_path, monkeypatch):
    """The first solutions folder upwards counts: that of the course, not that beside the package."""
    course = tmp_path / "course"
    (course / "solutions" / "practical1").mkdir(parents=True)
    inside = course / "autograded" / "somebody" / "practical1"
    inside.mkdir(parents=True)
    monkeypatch.delenv("GRADER_SOLUTIONS", raising=False)
    monkeypatch.chdir(inside)
    assert solutions_directory() == course / "solutions" / "practical1"


def test_environment_variable_comes_first(tmp_path, monkeypatch):
    """`GRADER_SOLUTIONS` names the folder."""
    monkeypatch.setenv("GRADER_SOLUTIONS", str(tmp_path))
    assert solutions_directory() == tmp_path


def test_student_without_solutions_is_told(tmp_path, monkeypatch):
    """Outside a checkout one line says what is missing."""
    monkeypatch.delenv("GRADER_SOLUTIONS", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "site" / "grader" / "reference.py"))
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
