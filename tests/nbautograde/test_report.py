"""The report of a class: the gradebook's numbers, named misconceptions, text that stays text."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from graded_class import Class, check_failed
from nbformat.v4 import new_output
from rich.console import Console
from tiny_course import NOTEBOOK, graded_by, hand_in

from nbautograde.app import NbAutograde
from nbautograde.grades.grades import open_gradebook
from nbautograde.report.page import write_report
from tools.practical1 import ASSIGNMENT

MARKUP = "<img src=x onerror=alert(1)>"
CAUSE = "The `square` was taken, not the double."
SQUARED = [check_failed(f"twice: numbers\n  returned     9\n  likely cause {CAUSE}")]
UNNAMED = [check_failed("half: numbers")]
MARKED = [check_failed(f"half: numbers\n  likely cause {MARKUP}")]
UNWRITTEN = [check_failed("half: is not written yet\n  likely cause Nothing is there.")]
NO_TWICE = {"twice__visible": 0.0, "twice__hidden": 0.0}


def soup(class_):
    """Write a class's report and return it as elements."""
    rows, exercises = class_.rows()
    write_report(class_.course / "report.html", rows, exercises, class_.coursedir)
    return BeautifulSoup((class_.course / "report.html").read_text(encoding="utf-8"), "html.parser")


def table(elements, caption):
    """Return the cells of the table whose caption begins so, a list a row."""
    (found,) = [one for one in elements.select("table") if one.caption.text.startswith(caption)]
    return [[cell.text for cell in row.select("th, td")] for row in found.select("tbody tr")]


@pytest.fixture
def empty(tiny):
    """Return a class without students."""
    return Class(tiny)


@pytest.fixture(scope="module")
def class_(released, tmp_path_factory):
    """Return a class of six, one of whom has handed in nothing."""
    class_ = Class(Path(shutil.copytree(released, tmp_path_factory.mktemp("report") / "course")))
    both = {"twice__visible": SQUARED, "twice__hidden": SQUARED}
    class_.add(
        class_.graded("all", {"reflection": 4.0}, seconds=2.0),
        class_.graded("waiting", seconds=4.0, notes=["replaces something"]),
        class_.graded("wrong", NO_TWICE, both, seconds=6.0),
        class_.graded(
            MARKUP,
            {"twice__hidden": 0.0, "half__visible": 0.0},
            {"twice__hidden": SQUARED, "half__visible": MARKED},
            events=[("kernel died", "half")],
            seconds=8.5,
        ),
        class_.graded("unnamed", {"half__visible": 0.0}, {"half__visible": UNNAMED}),
        class_.graded("unwritten", {"half__visible": 0.0}, {"half__visible": UNWRITTEN}),
    )
    with open_gradebook(class_.course) as gradebook:
        gradebook.add_student("absent")
    return class_


@pytest.fixture(scope="module")
def page(class_):
    """Return the report of that class."""
    return soup(class_)


def test_totals_are_the_gradebooks(class_, page):
    """Mean, extremes and the steps of the histogram are those of the totals of who handed in."""
    totals = [row.total for row in class_.rows()[0] if row.student != "absent"]
    assert sorted(totals) == [1, 1, 3, 3, 4, 8]
    (values,) = table(page, "Totals")
    assert [float(values[place]) for place in (0, 1, 4, 5)] == [3.33, 3, 1, 8]
    steps = table(page, "Students by total")
    assert [(label, int(count)) for label, count in steps if count != "0"] == [
        ("from 0.8 to below 1.6", 2),
        ("from 2.4 to below 3.2", 2),
        ("from 4 to below 4.8", 1),
        ("from 7.2 to 8", 1),
    ]


def test_success_by_exercise(page):
    """Share, all, some, none, no score yet, not written; whose score is missing is not in the share."""
    assert table(page, "Points by exercise") == [
        ["twice twice", "3", "72 %", "4", "1", "1", "0", "0"],
        ["half half", "1", "50 %", "3", "0", "3", "0", "1"],
        ["reflection reflection", "4", "100 % of 1", "1", "0", "0", "5", "0"],
    ]


def test_named_causes_count_students(page):
    """A cause in two cells of a student counts once; failures without one are counted apart."""
    assert table(page, "Named causes") == [
        ["twice", "2", CAUSE.replace("`", "")],
        ["half", "1", MARKUP],
        ["half", "1", "failed, and no cause was named"],
    ]
    assert "<code>square</code>" in str(page)


def test_statuses_notes_and_times(page):
    """Who has which status, how many submissions to look at, and how long grading took."""
    assert table(page, "Students by status") == [
        ["graded", "5", "all others"],
        ["kernel died", "1", MARKUP],
        ["missing", "1", "absent"],
    ]
    assert "1 submission holds what no answer needs" in page.text
    assert "replaces something" not in page.text
    (values,) = table(page, "Time to grade a submission, of 4")
    assert values == ["5.12 s", "5 s", "3.5 s", "6.62 s", "2 s", "8.5 s"]
    assert f"The slowest: {MARKUP} (8.5 s), wrong (6.0 s)" in page.text


def test_markup_is_text_and_nothing_is_loaded(page):
    """A student's id and a message are shown as written; nothing is loaded, each image is described."""
    assert not page.select("script, link, iframe, [onerror], img:not([src^='data:image/svg+xml;base64,'])")
    assert page.text.count(MARKUP) == 3
    assert len(page.select("img")) == 2
    assert all("students" in image["alt"] for image in page.select("img"))
    assert all(header.get("scope") for header in page.select("th"))


def test_the_same_class_gives_the_same_bytes(class_, page):
    """Nothing in a report depends on when it is written."""
    before = (class_.course / "report.html").read_bytes()
    soup(class_)
    assert (class_.course / "report.html").read_bytes() == before


def test_a_class_of_one_and_of_none(empty):
    """One student's numbers are their own; without any there is a page, too."""
    assert "0 students have handed in" in soup(empty).text
    empty.add(empty.graded("ada"))
    page = soup(empty)
    assert "1 student has handed in" in page.text
    assert table(page, "Totals") == [["4"] * 6]
    assert "No check failed." in page.text


def test_graded_notebooks_tell_what_was_not_kept(empty):
    """Kept failures are believed unless a graded notebook is newer; without any, the notebooks are read.

    There, a cause that no verdict of a test runner stands beside may be anybody's words, and is not told.
    """
    wrong = {"outputs": {"twice__visible": SQUARED}, "scores": NO_TWICE}
    empty.add(
        empty.graded("old", **wrong, failures=None),
        empty.graded("again", **wrong, failures={}),
        empty.graded("kept", **wrong, failures={"twice__visible": ["", "Kept."]}),
        empty.graded("spoilt", failures=None),
        empty.graded("in one process", **wrong, failures=None, judged=False),
    )
    for student, seconds in (("again", 10), ("kept", -10)):
        path = empty.course / "autograded" / student / ASSIGNMENT / NOTEBOOK
        kept = (empty.course / ".autograding" / ASSIGNMENT / f"{student}.json").stat().st_mtime
        os.utime(path, (kept + seconds, kept + seconds))
    path = empty.course / "autograded" / "spoilt" / ASSIGNMENT / NOTEBOOK
    path.chmod(0o644)
    path.write_text("{}", encoding="utf-8")
    assert table(soup(empty), "Named causes") == [
        ["twice", "2", CAUSE.replace("`", "")],
        ["twice", "1", "Kept."],
        ["twice", "1", "failed, and no cause was named"],
    ]


def test_what_fails_is_one_line(empty, monkeypatch, tmp_path, capsys):
    """A report that cannot be written costs no grade, leaves no half of one, and says so."""
    empty.add(empty.graded("ada"))
    (empty.course / "report.html").mkdir()
    (empty.course / "report.html" / "a-file").touch()
    app = NbAutograde(coursedir=empty.coursedir)
    rows, exercises = empty.rows()
    assert app.write_report(Console(width=40), rows, exercises) == ""
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("The report of the class was not written: ")
    assert not list(empty.course.glob(".report*"))


def test_grading_writes_it_for_the_whole_class(tiny):
    """After a run for one student the report has all; what failed and how long it took is kept for it."""
    wrong = "def twice(x):\n    return x"
    hand_in(tiny, "ada", twice=wrong)
    assert "report: report.html" in graded_by(tiny)
    hand_in(tiny, "ben")
    graded_by(tiny, "--student=ben")
    page = BeautifulSoup((tiny / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert "2 students have handed in" in page.text
    assert [row[1:] for row in table(page, "Named causes")] == [["1", "failed, and no cause was named"]]
    assert "of 2" in page.find_all("table")[-1].caption.text
    kept = json.loads((tiny / ".autograding" / ASSIGNMENT / "ada.json").read_text(encoding="utf-8"))
    assert kept["outcome"]["failures"] == {
        "twice__visible": ["AssertionError", ""],
        "twice__hidden": ["AssertionError", ""],
    }


def test_what_never_came_to_an_answer_is_named(empty):
    """A function that is not there, and tests that did not end or did not run, have a cause of their own."""

    def ended(name, text):
        return [new_output("error", ename=name, evalue=text, traceback=[])]

    no_half = {"half__visible": 0.0}
    empty.add(
        empty.graded("syntax", no_half, {"half__visible": ended("NameError", "name 'half' is not defined")}),
        empty.graded("endless", no_half, {"half__visible": ended("KernelDied", "Is there a loop?")}),
        empty.graded("late", no_half, {"half__visible": ended("NotRun", "It took more than 300 s.")}),
    )
    assert table(soup(empty), "Named causes") == [
        ["half", "1", "A test found no such function: its cell did not run, or it has another name."],
        ["half", "1", "Is there a loop?"],
        ["half", "1", "It took more than 300 s."],
    ]


def test_a_text_that_was_left_empty_is_not_written(tiny):
    """A free text as it was released counts as not written; one that somebody wrote waits for a reader."""
    released = nbformat.read(tiny / "notebooks" / ASSIGNMENT / NOTEBOOK, as_version=4)
    as_it_was = next(cell.source for cell in released.cells if cell.id == "reflection")
    hand_in(tiny, "silent", reflection=as_it_was)
    hand_in(tiny, "writes", reflection="Because it is so.")
    printed = graded_by(tiny)
    page = BeautifulSoup((tiny / "report.html").read_text(encoding="utf-8"), "html.parser")
    row = next(row for row in table(page, "Points by exercise") if row[0].startswith("reflection"))
    assert row[1:] == ["4", "0 % of 1", "0", "0", "1", "1", "1"]
    assert "- has no score yet" in printed
    assert "student" not in graded_by(tiny), "nothing to do, no table"
