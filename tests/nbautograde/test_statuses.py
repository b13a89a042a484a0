"""A status says what happened: to files that are no notebooks, in runs that judge nothing, after changes."""

import csv
import io
import json
import re
import shutil

import nbformat
import pytest
from graded_class import Class
from nbformat.v4 import new_code_cell, new_markdown_cell
from rich.console import Console
from tiny_course import NOTEBOOK, graded_by, graded_notebook, hand_in, release

from nbautograde.events import events_of, worst
from nbautograde.grades.grades import Row, open_gradebook, write_csv
from nbautograde.grades.terminal_table import print_grades
from nbautograde.workers import worker
from tools.cli import main
from tools.course.stock import start
from tools.practical1 import ASSIGNMENT

HALF = "\\ud800"
TESTS = ("twice__visible", "twice__hidden", "half__visible")


def rows(course):
    """Return the rows of `grades.csv` by student."""
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def events(printed, student):
    """Return the lines that tell of a student's events."""
    return [line for line in printed.splitlines() if line.startswith(f"{student}: ")]


def changed(path, change):
    """Change a notebook's JSON by a function of it."""
    told = json.loads(path.read_text(encoding="utf-8"))
    change(told["cells"])
    path.write_text(json.dumps(told), encoding="ascii")


def hand_in_released(course, student, change=lambda cells: None, answered=True):
    """Hand in the notebook as it is released now, answered; `change` takes its cells."""
    path = hand_in(course, student)
    answers = {cell["id"]: cell["source"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}
    shutil.copy(course / "notebooks" / ASSIGNMENT / NOTEBOOK, path)

    def fill_in(cells):
        for cell in cells:
            if answered and cell["id"] in ("twice", "half"):
                cell["source"] = answers[cell["id"]]
        change(cells)

    changed(path, fill_in)


def change_source(course, change):
    """Change the source notebook's cells and release them."""
    changed(course / "solutions" / ASSIGNMENT / NOTEBOOK, change)
    release(course)


def test_faults_of_files(tiny):
    """Each is the student's own, with the cell's number; what tools did costs nothing; all have a status."""
    hand_in(tiny, "ada")
    path = hand_in(tiny, "half", half="'my words'")
    path.write_text(path.read_text().replace("my words", HALF))
    path = hand_in(tiny, "text", reflection="my words")
    path.write_text(path.read_text().replace("my words", HALF))
    changed(hand_in(tiny, "count"), lambda cells: cells[1].update(execution_count="seven", outputs={}))
    path = hand_in(tiny, "mark")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    path = hand_in(tiny, "wide")
    path.write_text(path.read_text(), encoding="utf-16")
    printed = graded_by(tiny)
    assert {student: (row["status"], row["total"]) for student, row in rows(tiny).items()} == {
        "ada": ("graded", "4"),
        "count": ("graded", "4"),
        "half": ("not a notebook", "0"),
        "mark": ("graded", "4"),
        "text": ("not a notebook", "0"),
        "wide": ("not a notebook", "0"),
    }
    says = "not a notebook: tiny.ipynb is no notebook:"
    assert events(printed, "half") == [f"half: {says} cell 5 holds text that is no Unicode."]
    assert events(printed, "text") == [f"text: {says} cell 7 holds text that is no Unicode."]
    assert events(printed, "wide")[0].startswith(f"wide: {says} it was saved as UTF-16")
    assert "6 graded, 0 left alone. Grades: " in printed
    process = start(tiny, "generate_feedback", ASSIGNMENT)
    assert "half" not in process.communicate()[0] or process.returncode == 0
    assert process.returncode == 0
    assert {page.parts[-3] for page in tiny.glob("feedback/*/*/*.html")} == {"ada", "count", "mark"}


def test_a_run_in_which_no_file_can_be_read(tiny):
    """It says so; the files are to blame, which is a verdict, so it ends with 0; a later one can do it."""
    for student in ("ada", "bea"):
        hand_in(tiny, student).write_text("My answers: 1 and 2.\n")
    (tiny / "submitted" / "cy" / ASSIGNMENT).mkdir(parents=True)
    printed = graded_by(tiny)
    line = "NO NOTEBOOK COULD BE READ, of 3 submissions: 1 missing notebook, 2 not a notebook."
    assert line in printed
    assert printed.splitlines()[-1].startswith("3 graded, 0 left alone. Grades: ")
    assert set(rows(tiny)) == {"ada", "bea", "cy"}
    hand_in(tiny, "ada")
    assert "1 graded, 2 left alone. Grades: " in graded_by(tiny)
    assert "0 graded, 3 left alone. Grades: " in graded_by(tiny)


def fails(course, student, monkeypatch, error):
    """Grade one student's submission where recording its points ends with an error; return the outcome."""
    from nbautograde.course.assignment import read_assignment
    from nbautograde.session.session import Session
    from nbautograde.workers import worker_preprocessors as without_gradebook

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(without_gradebook, "failures_in", fail)
    class_ = Class(course)
    read = read_assignment(class_.coursedir, class_.config)
    return worker.grade(read, Session(class_.coursedir, read, [student]).read(student))


def test_a_failure_of_ours_is_told_without_the_students_words(tiny, monkeypatch, tmp_path):
    """It keeps no half of a notebook, which would stop the feedback, and gives no points."""
    hand_in(tiny, "ada")
    monkeypatch.chdir(tiny)
    outcome = fails(tiny, "ada", monkeypatch, RuntimeError("what a student wrote"))
    assert outcome.events == [("not graded", "tiny.ipynb: grading it ended with RuntimeError.")]
    assert (outcome.scores, outcome.comments) == ({}, {})
    assert NOTEBOOK not in outcome.files


def test_a_graded_notebook_beyond_the_limit(tiny):
    """It is told; its points stand."""
    hand_in(tiny, "ada", half="def half(x):\n    return x / 2\n\n\nprint('x' * 1_500_000)")
    printed = graded_by(tiny, "--Limits.notebook_mb=1")
    assert rows(tiny)["ada"]["status"] == "file too large"
    assert rows(tiny)["ada"]["total"] == "4"
    assert events(printed, "ada") == [
        "ada: file too large: tiny.ipynb is not kept: graded, it has more than 1 MB."
    ]


def test_a_kernel_that_sends_half_a_character(tiny):
    """It costs nothing and the graded notebook can be read."""
    send = "display({'text/plain': '\\ud800'}, raw=True)\nprint('\\ud800')"
    hand_in(tiny, "ada", half=f"def half(x):\n    return x / 2\n\n\n{send}")
    graded_by(tiny)
    assert rows(tiny)["ada"]["total"] == "4"
    graded_notebook(tiny, "ada")


ODD = ("a[b]c", "[/]", "[bold]x", ":smile:", "a\\", "=1+1", "+1", "-1", "@x", "\u202eevil", "\uff1d1")


def test_ids_are_texts():
    """Markup, emoji codes and marks of direction have no effect on a terminal; a long id takes its room."""
    printed = io.StringIO()
    scores = {"twice": 3.0, "half": None}
    table = [Row(name, "graded", 3.0, 4.0, scores) for name in ODD]
    for width in (300, 40):
        print_grades(Console(file=printed, width=width), table, {"twice": 3.0, "half": 1.0})
    for name in ODD:
        assert printed.getvalue().count(f" {name.replace(chr(0x202E), chr(0xFFFD))} ") >= 2
    assert "\u202e" not in printed.getvalue()


def test_ids_are_texts_in_a_spreadsheet_too(tmp_path):
    """What it would take for a formula begins with an apostrophe; other ids are as they are."""
    place = tmp_path / "grades.csv"
    names = ["=1+1", "+1", "-1", "@x", "\uff1d1", " =1", "1042", "a=b", "ada-b", "\u202eevil"]
    write_csv(place, [Row(name, "graded", 1.0, 1.0, {}, ("=note",)) for name in names], {})
    with open(place, encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))[1:]
    assert [row[0] for row in read] == [
        *("'=1+1", "'+1", "'-1", "'@x", "'\uff1d1", "' =1"),
        *("1042", "a=b", "ada-b", "\ufffdevil"),
    ]
    assert {row[-1] for row in read} == {"'=note"}


def test_canvas_finds_an_id_as_it_is(tiny):
    """An id like a formula is left alone and warned of."""
    class_ = Class(tiny)
    class_.add(class_.graded("=1+1"))
    process = start(tiny, "export", "--exporter", "nbautograde.plugins.grades_export.GradesForCanvas")
    log, _ = process.communicate()
    assert process.returncode == 0, log
    assert "takes for formulas: =1+1" in log
    with open(tiny / "canvas.csv", encoding="utf-8", newline="") as file:
        assert [row[3] for row in csv.reader(file)][2:] == ["=1+1"]


def test_what_was_not_graded_has_no_zero(tiny):
    """Dashes in the table, nothing in the files, also where another total was known."""
    class_ = Class(tiny)
    outcome = class_.graded("ada", events=[("not graded", "tiny.ipynb: grading it ended with OSError.")])
    outcome.scores = {}
    class_.add(outcome, class_.graded("bea"))
    (ada, bea), exercises = class_.rows()
    assert (ada.status, ada.total, set(ada.scores.values())) == ("not graded", None, {None})
    assert bea.total == 4.0
    printed = io.StringIO()
    print_grades(Console(file=printed, width=100), [ada, bea], exercises)
    (line,) = [line for line in printed.getvalue().splitlines() if " ada " in line]
    assert line.split() == ["ada", "not", "graded", "-", "-", "-", "-"]
    write_csv(tiny / "grades.csv", [ada, bea], exercises)
    assert {rows(tiny)["ada"][key] for key in ("total", "twice", "half", "reflection")} == {""}
    process = start(tiny, "export", "--exporter", "nbautograde.plugins.grades_export.GradesForCanvas")
    assert process.communicate() is not None
    with open(tiny / "canvas.csv", encoding="utf-8", newline="") as file:
        assert {row[3]: row[-1] for row in list(csv.reader(file))[2:]} == {"ada": "", "bea": "4"}


def joined(end):
    """Return a change that gives each cell other line ends."""

    def change(cells):
        for cell in cells:
            cell["source"] = "".join(cell["source"]).replace("\n", end) + end

    return change


def other_space(cells):
    """Change white space as editors do, in tests only."""
    for cell in cells:
        if cell["id"] in TESTS:
            cell["source"] = "\ufeff" + "".join(cell["source"]).replace(" ", "\u00a0") + " \n\n"


def without_points(cells):
    """Take out what old releases do not have."""
    for cell in cells:
        for key in ("points", "schema_version", "task", "checksum"):
            cell["metadata"].get("nbgrader", {}).pop(key, None)


def tagged(cells):
    """Tag cells as editors do."""
    for cell in cells:
        cell["metadata"].update(tags=["hide-input"], collapsed=True)


def test_what_tools_do_is_nobodys_fault(tiny):
    """Line ends, white space, tags and old marks are no event and cost nothing; nor is an empty answer."""
    changes = {"crlf": joined("\r\n"), "cr": joined("\r"), "space": other_space, "tags": tagged}
    for student, change in {**changes, "old": without_points}.items():
        hand_in_released(tiny, student, change)
    hand_in_released(tiny, "empty", joined("\r\n"), answered=False)
    printed = graded_by(tiny)
    assert {student: (row["status"], row["total"]) for student, row in rows(tiny).items()} == {
        **dict.fromkeys([*changes, "old"], ("graded", "4")),
        "empty": ("graded", "0"),
    }
    assert "tests " not in printed
    assert "look at: " not in printed


def test_an_earlier_release_is_nobodys_fault(tiny):
    """New points and texts count, points by hand stay, no word is said; an edit of an old test is told."""
    hand_in_released(tiny, "ada")
    hand_in_released(tiny, "crlf", joined("\r\n"))
    hand_in_released(tiny, "edits", lambda cells: cells[5].update(source="pass"))
    graded_by(tiny)
    with open_gradebook(tiny) as gradebook:
        grade = gradebook.find_grade("reflection", "tiny", ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        gradebook.db.commit()

    def other_points_and_texts(cells):
        for cell in cells:
            if cell["id"] == "twice__visible":
                cell["metadata"]["nbgrader"]["points"] = 1.5
            elif cell["id"] == "half__visible":
                cell["source"] = "assert half(3) == 1.5"

    change_source(tiny, other_points_and_texts)
    printed = graded_by(tiny, "--force")
    assert {student: (row["status"], row["total"]) for student, row in rows(tiny).items()} == {
        "ada": ("graded", "8"),
        "crlf": ("graded", "4.5"),
        "edits": ("tests edited", "4.5"),
    }
    assert events(printed, "edits") == ["edits: tests edited: half__visible had another text."]
    assert {row["integrity"] for row in rows(tiny).values()} == {""}


def unlocked(cells):
    """Mark tests as some courses do: the gradebook locks them all the same."""
    for cell in cells:
        cell["metadata"].get("nbgrader", {})["locked"] = False


def test_marks_of_another_course(tiny):
    """Tests that are released as not locked accuse nobody; a task waits for a person, with no zero."""
    mark = {"grade_id": "task", "grade": False, "solution": False, "locked": True, "task": True}

    def change(cells):
        unlocked(cells)
        task = new_markdown_cell(
            "Do.", id="task", metadata={"nbgrader": {**mark, "points": 2, "schema_version": 3}}
        )
        cells.append(json.loads(json.dumps(task)))

    change_source(tiny, change)
    hand_in_released(tiny, "ada")
    hand_in_released(tiny, "bea", lambda cells: cells.pop())
    graded_by(tiny)
    for student in ("ada", "bea"):
        row = rows(tiny)[student]
        assert (row["status"], row["total"], row["task"]) == ("graded", "4", "")
        assert worst(events_of(graded_notebook(tiny, student))) == "graded"
        with open_gradebook(tiny) as gradebook:
            grade = gradebook.find_grade("task", "tiny", ASSIGNMENT, student)
            assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


@pytest.fixture
def checkout(tiny, root, monkeypatch):
    """Return the tiny course as a checkout in which `grader grade` can be typed."""
    shutil.copytree(root / "tests" / "exercises", tiny / "tests" / "exercises")
    monkeypatch.chdir(tiny)
    return tiny


def test_make_grade_where_nobody_has_a_notebook(checkout, capsys):
    """Table, statuses and pages that say why are there; the exit status is 0."""
    for student in ("ada", "[b]c"):
        hand_in(checkout, student).write_text("My answers: 1 and 2.\n")
    with open_gradebook(checkout) as gradebook:
        gradebook.add_student("[/]")
    (checkout / "submitted" / "cy" / ASSIGNMENT).mkdir(parents=True)
    assert main(["grade"]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^ *\[b\]c +not a notebook +0", printed, re.MULTILINE)
    assert re.search(r"^ *\[/\] +missing +0", printed, re.MULTILINE)
    assert "NO NOTEBOOK COULD BE READ, of 3 submissions" in printed
    assert "3 graded, 0 left alone." in printed
    page = (checkout / "feedback" / "cy" / ASSIGNMENT / "tiny.html").read_text(encoding="utf-8")
    assert "Status: missing notebook." in page
    assert "tiny.ipynb was not handed in." in page
    page = (checkout / "feedback" / "ada" / ASSIGNMENT / "tiny.html").read_text(encoding="utf-8")
    assert "tiny.ipynb is no notebook: it is no JSON from line 1 on." in page


def test_make_grade_where_feedback_fails(checkout, capsys):
    """The table is printed, and a line says for whom there is no page; the others have theirs."""
    for student in ("ada", "a[b]c"):  # nbgrader takes the latter for a pattern
        hand_in(checkout, student)
    folder = checkout / "autograded" / "left" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / NOTEBOOK).write_bytes(b"{")
    assert main(["grade"]) == 1
    printed = capsys.readouterr().out
    line = "NO FEEDBACK for a[b]c, left: nbgrader generate_feedback failed: see build/grade.log"
    assert line in printed.splitlines()
    assert "2 graded, 0 left alone." in printed
    assert {page.parts[-3] for page in checkout.glob("feedback/*/*/*.html")} == {"ada"}


def add_a_cell(course):
    """Add a test to the source."""
    mark = {"grade_id": "half__more", "grade": True, "solution": False, "locked": True, "task": False}
    path = course / "solutions" / ASSIGNMENT / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    metadata = {"nbgrader": {**mark, "points": 1, "schema_version": 3}}
    notebook.cells.append(new_code_cell("assert half(4) == 2", id="half__more", metadata=metadata))
    nbformat.write(notebook, path)


def test_a_cell_added_after_grading(checkout, capsys):
    """One line says which and what to do, and the release stays; the sample class is not in the way."""
    class_ = Class(checkout)
    class_.add(class_.graded("reference"), class_.graded("ada"))
    (checkout / "submitted" / "reference" / ASSIGNMENT).mkdir(parents=True)
    (checkout / "submitted" / "reference" / ".sample").touch()
    hand_in(checkout, "ada")
    add_a_cell(checkout)
    assert main(["grade"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("grader: cells were changed after 1 students were graded (added: half__more). ")
    assert told.count("\n") == 1
    assert (checkout / "notebooks" / ASSIGNMENT / NOTEBOOK).exists()
    assert (checkout / "submitted" / "reference").exists()

    with open_gradebook(checkout) as gradebook:
        gradebook.remove_student("ada")
    class_.add(class_.graded("reference"))
    assert main(["grade"]) == 0
    assert rows(checkout)["ada"]["max"] == "9"
    assert "reference" not in rows(checkout)
