"""A course with two assignments: each is released, graded, fed back, reported and exported by itself."""

import csv
import shutil
import subprocess
import sys

import nbformat
import pytest

from nbautograde.grades.grades import open_gradebook
from tools.course.build import build
from tools.course.stock import start

SOURCE = """# %% [markdown]
# # Homework on {name}

# %% id="imports"
import math

# %% grade_id="{name}"
def {name}(x):
    ### BEGIN SOLUTION
    return {formula}
    ### END SOLUTION

# %% grade_id="{name}__visible" points=1
assert {name}(2) == {two}

# %% grade_id="{name}__hidden" points={points}
# Hidden: another number.
### BEGIN HIDDEN TESTS
import course_checks

assert {name}(3) == course_checks.reference("{name}").{name}(3)
### END HIDDEN TESTS
"""
HOMEWORK = {
    "practical1": {"name": "double", "formula": "2 * x", "two": 4, "points": 2},
    "practical2": {"name": "cube", "formula": "x**3", "two": 8, "points": 4},
}
WRONG = "def {name}(x):\n    return {two}\n"
POINTS = {"practical1": {"ada": 3, "bob": 1}, "practical2": {"ada": 5, "bob": 1}}


def hand_in(course, student, assignment, wrong):
    """Hand in the solution, or a function that is right in the visible test only."""
    about = HOMEWORK[assignment]
    folder = course / "submitted" / student / assignment
    folder.mkdir(parents=True)
    notebook = nbformat.read(course / "solutions" / assignment / "homework.ipynb", as_version=4)
    for cell in notebook.cells:
        if wrong and cell.id == about["name"]:
            cell.source = WRONG.format(**about)
    nbformat.write(notebook, folder / "homework.ipynb")


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """Return a course with two assignments, both handed in, graded by `grader grade`."""
    course = tmp_path_factory.mktemp("course")
    shutil.copy(root / "nbgrader_config.py", course)
    for assignment, about in HOMEWORK.items():
        folder = course / "solutions" / assignment
        folder.mkdir(parents=True)
        (folder / "homework.py").write_text(SOURCE.format(**about), encoding="utf-8")
    build(course, say=lambda line: None)
    for assignment in HOMEWORK:
        hand_in(course, "ada", assignment, wrong=False)
        hand_in(course, "bob", assignment, wrong=True)
    run(course, "grade")
    return course


def run(course, *arguments):
    """Run the command `grader`."""
    command = [sys.executable, "-m", "grader", *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def table(path):
    """Return a grade table's totals by student, and its columns."""
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["student"]: float(row["total"]) for row in rows}, list(rows[0])


@pytest.mark.parametrize("assignment", HOMEWORK)
def test_each_assignment_has_its_own_points_table_pages_and_report(course, assignment):
    """Totals are those of the answers, judged by the assignment's own reference, in files that name it."""
    totals, columns = table(course / f"grades-{assignment}.csv")
    assert totals == POINTS[assignment]
    assert columns[4:-1] == [HOMEWORK[assignment]["name"]]
    assert not (course / "grades.csv").exists()
    assert f"{assignment}: the class" in (course / f"report-{assignment}.html").read_text(encoding="utf-8")
    for student in ("ada", "bob"):
        page = course / "feedback" / student / assignment / "homework.html"
        assert f"Homework on {HOMEWORK[assignment]['name']}" in page.read_text(encoding="utf-8")
    released = nbformat.read(course / "notebooks" / assignment / "homework.ipynb", as_version=4)
    assert "course_checks" not in "".join(cell.source for cell in released.cells)


def test_stock_gives_the_same_points_and_tables(course, tmp_path):
    """Stock `autograde` and `export` in a copy of the course agree, for both assignments."""
    stock = tmp_path / "course"
    shutil.copytree(course, stock)
    for assignment in HOMEWORK:
        for path in (stock / f"grades-{assignment}.csv",):
            path.unlink()
        command = start(stock, "autograde", assignment, "--force")
        log, _ = command.communicate()
        assert command.returncode == 0, log
    command = start(stock, "export")
    log, _ = command.communicate()
    assert command.returncode == 0, log
    for assignment in HOMEWORK:
        assert table(stock / f"grades-{assignment}.csv") == table(course / f"grades-{assignment}.csv")


def test_grading_one_assignment_again_leaves_the_other_alone(course):
    """`nbautograde` on one assignment changes nothing of the other, in the gradebook or on disk."""
    other = course / "grades-practical1.csv"
    before = other.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "nbautograde", "practical2", "--force"],
        cwd=course,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert other.read_bytes() == before
    with open_gradebook(course) as gradebook:
        for assignment, points in POINTS.items():
            for student, total in points.items():
                assert gradebook.find_submission(assignment, student).score == total


def test_an_unknown_assignment_is_refused_in_one_line(course):
    """Neither command grades what the course does not have."""
    for command in (["grader", "grade", "practical3"], ["nbautograde", "practical3"]):
        done = subprocess.run([sys.executable, "-m", *command], cwd=course, capture_output=True, text=True)
        assert done.returncode in (1, 2)
        (line,) = done.stderr.splitlines()
        assert "practical3" in line
