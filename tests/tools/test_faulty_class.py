"""`grader autograde` on a class in which everything goes wrong: each status, each point, nobody left out."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nbautograde.grades.grades import exercise_points
from tools.course.sample_class import write_class
from tools.course.stock import release
from tools.course.trials import try_implementation
from tools.faulty.code import LEFT_OVER
from tools.faulty.faulty_class import FAULTY_LIMITS, faulty_students, honest_students, write_faulty_class
from tools.practical1 import ASSIGNMENT

pytestmark = pytest.mark.skipif(
    os.environ.get("GRADER_FAULTY") != "1", reason="takes minutes on a quiet machine: GRADER_FAULTY=1 runs it"
)

NOT_FOR_KERNELS = ("PYTEST_CURRENT_TEST",)
"""With the first one a kernel does not show what programs print."""
FAULTY = sorted(faulty_students(Path(__file__).parents[2]))
MUTANTS = sorted(name for name, mistakes in honest_students(Path(__file__).parents[2]).items() if mistakes)


@pytest.fixture(scope="module")
def graded(root, tmp_path_factory):
    """Return the course after grading, the rows of its `grades.csv` by student, and what was printed."""
    course = tmp_path_factory.mktemp("course")
    shutil.copy(root / "nbgrader_config.py", course)
    for name in ("solutions", "notebooks", "tests/exercises"):
        shutil.copytree(root / name, course / name)
    release(course, ASSIGNMENT)
    write_faulty_class(course)
    write_class(course, ASSIGNMENT, honest_students(course), sample=False)
    limits = [f"--{name}={value}" for name, value in FAULTY_LIMITS.items()]
    process = subprocess.run(
        [sys.executable, "-m", "tools.cli", "autograde", ASSIGNMENT, "--jobs=3", *limits],
        cwd=course,
        env={name: value for name, value in os.environ.items() if name not in NOT_FOR_KERNELS},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1800,
    )
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    return course, rows, process.stdout


def scores(row, exercises):
    """Return a row's points by exercise, without the one that is graded by hand."""
    return {name: float(row[name] or 0) for name in exercises if name != "reflection"}


def test_nobody_is_left_out(graded):
    """Every student who handed in has exactly one row."""
    course, rows, printed = graded
    assert set(rows) == set(faulty_students(course)) | set(honest_students(course)), printed


@pytest.mark.parametrize("student", FAULTY)
def test_a_faulty_submission_has_its_status_and_points(graded, student, total):
    """The fault is named, and costs what it must and no more."""
    course, rows, printed = graded
    faulty = faulty_students(course)[student]
    row = rows[student]
    assert row["status"] == faulty.status, printed
    assert float(row["max"]) == total
    if faulty.points is not None:
        exercises = exercise_points(course / "notebooks" / ASSIGNMENT)
        assert float(row["total"]) == faulty.points, scores(row, exercises)


def test_reference_has_all_points_and_the_untouched_release_none(graded, by_machine):
    """Both ends of the scale, next to a class that breaks everything."""
    _, rows, _ = graded
    assert (rows["reference"]["status"], float(rows["reference"]["total"])) == ("graded", by_machine)
    assert (rows["untouched"]["status"], float(rows["untouched"]["total"])) == ("graded", 0)


@pytest.mark.parametrize("student", MUTANTS)
def test_an_honest_mistake_costs_what_it_costs_alone(graded, student):
    """A student beside the faulty ones has the points of running the test cells in one process."""
    course, rows, _ = graded
    ((exercise, source),) = honest_students(course)[student].items()
    expected = exercise_points(course / "notebooks" / ASSIGNMENT)
    del expected["reflection"]
    expected[exercise] = sum(r.points for r in try_implementation(exercise, source) if r.passed)
    assert rows[student]["status"] == "graded"
    assert scores(rows[student], expected) == expected


def test_nothing_is_left_behind(graded, root):
    """No process of a submission lives on, and the course's own notebooks are as they were."""
    course, _, _ = graded
    alive = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            alive.append(process.read_bytes().decode(errors="replace"))
        except OSError:
            continue
    assert not [line for line in alive if LEFT_OVER in line]
    for path in (root / "solutions" / ASSIGNMENT).glob("*.ipynb"):
        assert (course / "solutions" / ASSIGNMENT / path.name).read_bytes() == path.read_bytes()
