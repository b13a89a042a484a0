"""From submissions to grades, with real nbgrader, in a checkout of its own."""

import csv
import io
import re
import shutil

import pytest
from rich.console import Console

from nbautograde.grades.grades import exercise_points, open_gradebook, read_grades
from tools.cli import main
from tools.course.grade import StepFailed, grade
from tools.course.sample_class import sample_students, write_class
from tools.course.stock import ReleaseFailed, release, start
from tools.practical1 import ASSIGNMENT, SPAM


def copy_of_the_course(root, folder):
    """Copy what grading needs: configuration, solution and release notebooks."""
    shutil.copy(root / "nbgrader_config.py", folder)
    shutil.copytree(root / "solutions", folder / "solutions")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    shutil.copytree(root / "tests" / "exercises", folder / "tests" / "exercises")


@pytest.fixture(scope="module")
def graded(root, tmp_path_factory):
    """Return a graded class of three, its printed table and its grades by student."""
    course = tmp_path_factory.mktemp("course")
    copy_of_the_course(root, course)
    sample = sample_students(course, ASSIGNMENT)
    mistake = next(iter(sorted(set(sample) - {"reference", "untouched", "syntax-error"})))
    names = {"reference": "reference", "untouched": "untouched", "syntax": "syntax-error", "mistake": mistake}
    write_class(course, ASSIGNMENT, {"reference": {}, "untouched": None})
    write_class(course, ASSIGNMENT, {f"own-{new}": sample[old] for new, old in names.items()}, sample=False)
    release(course, ASSIGNMENT)
    with open_gradebook(course) as gradebook:
        gradebook.add_student("reference")
    printed = io.StringIO()
    grade(course, ASSIGNMENT, Console(file=printed, width=300))
    with open(course / "grades.csv", encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    return course, printed.getvalue(), rows, sample[mistake]


def lost(row, points):
    """Return the exercises in which a student lost points."""
    return {e for e, maximum in points.items() if row[e] != "" and float(row[e]) < maximum}


def test_reference_gets_all_and_untouched_release_nothing(graded):
    """Every exercise that is graded by machine gives the reference its points and the release none."""
    course, _, rows, _ = graded
    points = exercise_points(course / "notebooks" / ASSIGNMENT)
    assert lost(rows["own-reference"], points) == set()
    assert float(rows["own-untouched"]["total"]) == 0
    assert float(rows["own-reference"]["max"]) == sum(points.values())
    assert all(row["status"] == "graded" for row in rows.values())


def test_a_mistake_and_a_syntax_error_cost_their_own_exercise_only(graded):
    """One wrong cell loses points of one exercise."""
    course, _, rows, mistake = graded
    points = exercise_points(course / "notebooks" / ASSIGNMENT)
    assert lost(rows["own-mistake"], points) == set(mistake)
    assert len(lost(rows["own-syntax"], points)) == 1


def test_table_and_feedback_are_there(graded):
    """The table names every student and exercise; each student has a page without hidden tests."""
    course, printed, rows, _ = graded
    assert all(student in printed for student in rows)
    assert "students of yours (4)" in printed
    assert set(rows) == {"own-reference", "own-untouched", "own-syntax", "own-mistake"}
    assert not (course / "submitted" / "reference").exists()
    for student in rows:
        pages = sorted((course / "feedback" / student / ASSIGNMENT).glob("*.html"))
        assert len(pages) == len(list((course / "notebooks" / ASSIGNMENT).glob("*.ipynb")))
        for page in pages:
            text = re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))
            assert re.search(r"checks\.\w+\.check\(", text), "a visible check is on the page"
            assert "checks.reference" not in text
            assert "seed=" not in text


def test_stock_export_writes_the_same_grades(graded):
    """`nbgrader export`, typed by hand, gives `grades.csv` byte for byte."""
    course, *_ = graded
    process = start(course, "export", "--to", "by_hand.csv")
    log = process.communicate()[0]
    assert process.returncode == 0, log
    assert (course / "by_hand.csv").read_bytes() == (course / "grades.csv").read_bytes()


def test_grading_the_reflection_by_hand_completes_the_total(graded, total):
    """With the points of the free text, given in the formgrader's way, the reference has all points."""
    course, *_ = graded
    exercises = exercise_points(course / "notebooks" / ASSIGNMENT)
    with open_gradebook(course) as gradebook:
        reflection = gradebook.find_grade("reflection", SPAM, ASSIGNMENT, "own-reference")
        assert reflection.needs_manual_grade
        reflection.manual_score = 4.0
        reflection.needs_manual_grade = False
        gradebook.db.commit()
        (row,) = [
            row for row in read_grades(gradebook, ASSIGNMENT, exercises) if row.student == "own-reference"
        ]
    assert row.total == row.maximum == total


def test_failed_release_is_one_line(root, tmp_path):
    """Where nbgrader cannot release the assignment, the error is one line that says which step failed."""
    copy_of_the_course(root, tmp_path)
    shutil.rmtree(tmp_path / "solutions")
    with pytest.raises(StepFailed, match=r"generate_assignment failed: see build/grade\.log"):
        grade(tmp_path, ASSIGNMENT, Console(file=io.StringIO()))
    with pytest.raises(ReleaseFailed) as failed:
        release(tmp_path, ASSIGNMENT)
    assert str(failed.value).startswith("nbgrader generate_assignment failed: ")
    assert "\n" not in str(failed.value)


def test_command_outside_a_checkout_is_one_line(tmp_path, monkeypatch, capsys):
    """`grader` says where it must be run."""
    monkeypatch.chdir(tmp_path)
    assert main(["grade"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
