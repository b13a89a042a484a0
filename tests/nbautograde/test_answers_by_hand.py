"""Code cells that a person grades, task cells, and answers in which IPython does something: real grading."""

import csv

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from tiny_course import NOTEBOOK, graded_by, graded_notebook, hand_in, release, write_course

from nbautograde.grades.grades import open_gradebook
from tools.practical1 import ASSIGNMENT

ESSAY = "# YOUR CODE HERE\nraise NotImplementedError()"


def marked(make, name, source, **mark):
    """Return a marked cell of a source notebook."""
    kept = {"grade": False, "solution": False, "locked": False, "task": False, **mark}
    return make(source, id=name, metadata={"nbgrader": {"grade_id": name, "schema_version": 3, **kept}})


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a graded course with a code cell and a task that a person grades, and scores by student."""
    course = tmp_path_factory.mktemp("by-hand") / "course"
    course.mkdir()
    write_course(course)
    path = course / "solutions" / ASSIGNMENT / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    gap = "def gap(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n    return ____ +"
    notebook.cells += [
        marked(new_code_cell, "essay", ESSAY, grade=True, solution=True, points=3),
        marked(new_markdown_cell, "plan", "Make a plan.", task=True, locked=True, points=2),
        marked(new_code_cell, "gap", gap, solution=True),
        marked(
            new_code_cell, "gap__visible", "%%time\nassert gap(1) == 1", grade=True, locked=True, points=1
        ),
    ]
    nbformat.write(notebook, path)
    release(course)
    gap = "def gap(x):\n    return x"
    hand_in(course, "draws", essay="import os\nhere = os.environ.get('HOME')\nprint(twice(4))", gap=gap)
    hand_in(course, "deadly", essay="import os\nprint('gone', flush=True)\nos._exit(1)", gap=gap)
    hand_in(course, "silent", gap=gap)
    hand_in(course, "changes", essay="def twice(x):\n    return 0", gap=gap)
    hand_in(
        course,
        "times",
        twice="def helper(x):\n    return 2 * x\n\n\ndef twice(x):\n    return helper(x)",
        half="%%time\n\n\ndef helper(x):\n    return x / 2\n\n\ndef half(x):\n    return helper(x)",
        gap=gap,
    )
    hand_in(
        course, "resets", half="def half(x):\n    return x / 2\n\n\n!true\nhalf?", gap=f"%reset -f\n{gap}"
    )
    graded_by(course)
    with open_gradebook(course) as gradebook:
        scores = {
            (student.id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for student in gradebook.students
            for one in gradebook.find_submission(ASSIGNMENT, student.id).notebooks
            for grade in one.grades
        }
    with open(course / "grades.csv", encoding="utf-8") as file:
        statuses = {row["student"]: row["status"] for row in csv.DictReader(file)}
    return course, scores, statuses


@pytest.mark.parametrize("student", ["draws", "deadly"])
def test_a_code_answer_runs_where_the_student_code_runs_and_waits_for_a_person(graded, student):
    """It sees the student's functions and prints; it has no score, as in stock nbgrader."""
    course, scores, statuses = graded
    assert scores[student, "essay"] == (None, True)
    *_, last = {cell.id: cell.get("outputs") for cell in graded_notebook(course, student).cells}["essay"]
    assert last.get("text", last.get("ename")) == {"draws": "8\n", "deadly": "KernelDied"}[student]
    assert statuses[student] == {"draws": "graded", "deadly": "kernel died"}[student]


def test_a_code_answer_as_released_gets_nothing(graded):
    """As nbgrader has it: a zero, since there is no response."""
    assert graded[1]["silent", "essay"] == (0.0, False)


def test_tests_stand_before_a_code_answer_that_changes_a_function(graded):
    """What a person grades may rebind a name: the tests above it are not to meet that."""
    _, scores, _ = graded
    assert scores["changes", "twice__visible"] == (1.0, False)
    assert scores["changes", "twice__hidden"] == (2.0, False)


def test_a_released_answer_that_is_no_python_has_a_name_and_a_test(graded):
    """A gap in the released text costs nobody a point, nor does a magic in the test."""
    assert {scores for (_, name), scores in graded[1].items() if name == "gap__visible"} == {(1.0, False)}


def test_a_task_waits_for_a_person(graded):
    """Nothing is decided about it by machine, and it stays a task."""
    course, scores, _ = graded
    assert scores["draws", "plan"] == (None, True)
    mark = {cell.id: cell for cell in graded_notebook(course, "draws").cells}["plan"].metadata.nbgrader
    assert (mark.task, mark.points) == (True, 2)


@pytest.mark.parametrize("student", ["times", "resets"])
def test_what_ipython_runs_is_what_is_tested(graded, student):
    """A helper that is redefined below `%%time`, or names that `%reset` forgets, change no earlier test."""
    _, scores, _ = graded
    for name, points in (("twice__visible", 1.0), ("twice__hidden", 2.0), ("half__visible", 1.0)):
        assert scores[student, name] == (points, False)
