"""`grader autograde` as an instructor types it: statuses, what is graded again, where it refuses."""

import contextlib
import csv
import os
import re
import shutil
import socket
import subprocess
import sys

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell
from tiny_course import (
    NOTEBOOK,
    Run,
    graded_by,
    graded_notebook,
    hand_in,
    processes,
    release,
    state,
    until,
)

from nbautograde.events import events_of, status_in, worst
from nbautograde.grades.grades import open_gradebook
from nbautograde.session.store import Store
from tools.course.stock import start
from tools.practical1 import ASSIGNMENT

UNICODE = "ünïcødé 学生 №7"
DIES = "def half(x):\n    return x / 2\n\n\nimport os\n\nos._exit(1)"
CLASS = {  # points, status
    "ada": (4, "graded"),
    "bea": (3, "graded"),
    "dead": (3, "kernel died"),
    "edits": (4, "tests edited"),
    "hooks": (3, "graded"),
    "linked": (0, "linked file"),
    "nothing": (0, "missing notebook"),
    "text": (0, "not a notebook"),
    UNICODE: (4, "graded"),
}


def write_class(course):
    """Hand in for each student of the class."""
    for student in ("ada", UNICODE):
        hand_in(course, student, stamp="2026-01-01 00:00:00 UTC")
    hand_in(course, "bea", half="def half(x):\n    return x")
    hand_in(course, "dead", half=DIES)
    hand_in(course, "hooks", half="import sys\n\nsys.displayhook = print\n\n\ndef half(x):\n    return x")
    hand_in(course, "edits", half__visible="pass")
    hand_in(course, "text").write_text("My answers: 1 and 2.\n")
    (course / "submitted" / "nothing" / ASSIGNMENT).mkdir(parents=True)
    (course / "submitted" / "linked").mkdir()
    (course / "submitted" / "linked" / ASSIGNMENT).symlink_to(course / "solutions" / ASSIGNMENT)


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """Return the class's course after grading, what was printed, and what its sockets answered meanwhile."""
    course = tmp_path_factory.mktemp("autograde") / "course"
    shutil.copytree(released, course)
    write_class(course)
    run = Run(course, jobs=2)
    until(lambda: "1/9 " in run.printed)
    answers = {address: answer(address) for address in listening(run)}
    assert run.status() == 0, run.printed
    return course, run.printed, answers


def listening(run):
    """Return the addresses at which a run's processes listen."""
    found = set()
    for pid in (run.pid, *processes(run.pid)):
        with contextlib.suppress(psutil.NoSuchProcess):
            connections = psutil.Process(pid).net_connections("inet")
            found |= {c.laddr for c in connections if c.status == psutil.CONN_LISTEN}
    return found


def answer(address):
    """Return what an address answers to somebody who asks without a certificate."""
    with contextlib.suppress(OSError), socket.create_connection(address, timeout=5) as client:
        client.sendall(b"GET /info/main/workers.html HTTP/1.0\r\n\r\n")
        return client.recv(100)
    return b""


@pytest.fixture
def course(graded, tmp_path):
    """Return a copy of the graded course."""
    return shutil.copytree(graded[0], tmp_path / "graded", symlinks=True)


def table(printed):
    """Return the printed table's rows by student, split at its columns."""
    rows = [re.split(r" {2,}", line.strip()) for line in printed.splitlines() if line.startswith(" ")]
    return {row[0]: row[1:] for row in rows}


def rows(course):
    """Return the rows of `grades.csv` by student."""
    with open(course / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("student", CLASS)
def test_status_and_points(graded, student):
    """They are the same in the printed table, in grades.csv, in the gradebook and in the graded notebook."""
    course, printed, _ = graded
    points, status = CLASS[student]
    assert table(printed)[student][:2] == [status, f"{points:g}"]
    row = rows(course)[student]
    assert (row["status"], row["total"], row["max"]) == (status, f"{points:g}", "8")
    with open_gradebook(course) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, student)
        assert submission.score == points
        comments = [
            comment.auto_comment for notebook in submission.notebooks for comment in notebook.comments
        ]
    told = [status_in(comment) for comment in comments if status_in(comment)]
    assert told == ([status] if status != "graded" else [])
    if status in ("graded", "kernel died", "tests edited"):
        assert worst(events_of(graded_notebook(course, student))) == status
    else:
        assert not (course / "autograded" / student / ASSIGNMENT / NOTEBOOK).exists()


def test_what_no_answer_needs_is_told_the_instructor_only(graded):
    """A note is printed and stands in grades.csv, also in nbgrader's export; comments and pages lack it."""
    course, printed, _ = graded
    noted = {student: row["integrity"] for student, row in rows(course).items() if row["integrity"]}
    assert noted == {"hooks": "half replaces `sys.displayhook`"}
    assert printed.count("hooks: look at: half replaces `sys.displayhook`") == 1
    assert printed.count("look at:") == 1
    with open_gradebook(course) as gradebook:
        told = [
            it.auto_comment for it in gradebook.find_submission(ASSIGNMENT, "hooks").notebooks[0].comments
        ]
    assert told == [None] * len(told)


def test_nobody_is_left_out_and_events_are_told(graded):
    """Each student has one row; each event is a line with the student's name."""
    course, printed, _ = graded
    assert set(rows(course)) == set(CLASS)
    assert set(table(printed)) >= set(CLASS)
    assert "9 graded, 0 left alone. Grades: grades.csv" in printed
    for line in (
        "edits: tests edited: half__visible had another text.",
        "nothing: missing notebook: tiny.ipynb was not handed in.",
        f"linked: linked file: The folder {ASSIGNMENT} is a link, to ",
    ):
        assert line in printed
    assert not any(
        f"{student}: " in re.sub(r"^\d+/.*", "", printed, flags=re.M) for student in ("ada", UNICODE)
    )


def test_graded_notebooks(graded):
    """They have hidden tests and outputs, and the time of handing in beside them; nobody can write them."""
    course, _, _ = graded
    bea = graded_notebook(course, "bea")
    assert any("assert twice(3) == 6" in cell.source for cell in bea.cells)
    (failed,) = [output for cell in bea.cells for output in cell.get("outputs", [])]
    assert failed.ename == "AssertionError"
    folder = course / "autograded" / UNICODE / ASSIGNMENT
    assert (folder / "timestamp.txt").read_text() == "2026-01-01 00:00:00 UTC"
    assert (folder / NOTEBOOK).stat().st_mode & 0o777 == 0o444


def test_the_gradebook_is_as_nbgrader_itself_writes_it(graded, tmp_path):
    """For honest submissions `nbgrader autograde` gives the same points, comments and graded cells."""
    ours, _, _ = graded
    stock = tmp_path / "course"
    stock.mkdir()
    for name in ("nbgrader_config.py", "solutions", "notebooks"):
        (shutil.copytree if (ours / name).is_dir() else shutil.copy)(ours / name, stock / name)
    for student in ("ada", "bea", UNICODE):
        shutil.copytree(ours / "submitted" / student, stock / "submitted" / student)
    release(stock)
    process = start(stock, "autograde", ASSIGNMENT)
    assert process.communicate() is not None
    shutil.copy(ours / "grades.csv", stock)
    theirs, found = (state(course, tracebacks=False) for course in (stock, ours))
    assert len(theirs) > 20
    assert {key: found[key] for key in theirs} == theirs


def test_only_this_machine_reaches_the_workers(graded):
    """Every socket that is listened on is on the loopback, and none tells anything without a certificate."""
    answers = graded[2]
    assert len(answers) > 2
    assert {address.ip for address in answers} == {"127.0.0.1"}
    assert not [told for told in answers.values() if b" 200 " in told]


def test_nothing_is_graded_twice(course):
    """The same command again leaves all alone and changes nothing."""
    before = state(course)
    printed = graded_by(course)
    assert "0 graded, 9 left alone. Grades: grades.csv" in printed
    assert state(course) == before


def test_what_is_graded_again(course):
    """Work handed in anew, a deleted result and one that failed; the table has them and nobody else."""
    hand_in(course, "bea", stamp="2026-01-03 00:00:00 UTC")
    (course / "submitted" / UNICODE / ASSIGNMENT / "timestamp.txt").write_text("2026-01-02 00:00:00 UTC")
    shutil.rmtree(course / "autograded" / "edits")
    store = Store(course / ".autograding" / ASSIGNMENT)
    entry = store.get("ada")
    entry.outcome.events = [("not graded", "The grader failed: MemoryError")]
    store.put(entry)
    hand_in(course, "new")
    printed = graded_by(course)
    again = {"ada", "bea", "edits", "new", UNICODE}
    assert set(table(printed)) & {*CLASS, "new"} == again
    assert "5 graded, 5 left alone. Grades: grades.csv" in printed
    assert "changed: bea 3 -> 4 (+1)" in printed
    assert printed.count("changed: ") == 1
    assert {student: row["status"] for student, row in rows(course).items()} == {
        **{student: status for student, (_, status) in CLASS.items()},
        "new": "graded",
    }
    with open_gradebook(course) as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, UNICODE).timestamp.day == 2


def test_other_checks_and_points_by_hand(course):
    """Other checks are counted, --force applies them, points by hand stay and changed totals are listed."""
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("reflection", "tiny", ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        gradebook.find_comment("reflection", "tiny", ASSIGNMENT, "ada").manual_comment = "Well said."
        gradebook.db.commit()
    solution = course / "solutions" / ASSIGNMENT / NOTEBOOK
    solution.write_text(solution.read_text().replace("twice(3) == 6", "twice(3) == 7"))
    release(course)
    before = rows(course)["bea"]

    printed = graded_by(course)
    assert "0 graded, 9 left alone (9 of them with other checks or settings: --force grades again)" in printed
    assert rows(course)["bea"] == before
    assert float(rows(course)["ada"]["total"]) == 7.5

    printed = graded_by(course, "--force", "--student=[ad]*")
    assert "changed: ada 7.5 -> 5.5 (-2)" in printed
    assert "changed: dead 3 -> 1 (-2)" in printed
    assert "2 graded, 0 left alone." in printed
    assert rows(course)["bea"] == before
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("reflection", "tiny", ASSIGNMENT, "ada")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (3.5, None, True)
        comment = gradebook.find_comment("reflection", "tiny", ASSIGNMENT, "ada")
        assert comment.manual_comment == "Well said."


def test_results_of_nbgrader_itself_are_left_alone(course):
    """What another command has graded is not graded again unasked; a result of ours that is torn is."""
    shutil.rmtree(course / ".autograding")
    assert "0 graded, 9 left alone." in graded_by(course)
    graded_by(course, "--force", "--student=ada")
    path = course / ".autograding" / ASSIGNMENT / "ada.json"
    path.write_text(path.read_text()[:100])
    assert "1 graded, 8 left alone." in graded_by(course)


def test_two_notes_of_no_sense(course):
    """A spoilt note of an unfinished run stops nobody."""
    (course / ".autograding" / ASSIGNMENT / "unfinished-run").write_bytes(b"\xff\x00")
    assert "0 graded, 9 left alone." in graded_by(course)


def snapshot(course):
    """Return the content of every file, and the names of folders, except the run's own notes."""
    own = ("run.log", "unfinished-run")
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for path in course.rglob("*")
        if path.name not in own
    }


def refused(course, *options, **how):
    """Run the command, which must fail with one line and without a trace; return the line."""
    before = snapshot(course)
    run = Run(course, *options, **how)
    assert run.status() == 1, run.printed
    (line,) = run.printed.splitlines()
    assert line.startswith("nbautograde: ")
    assert snapshot(course) == before
    return line.removeprefix("nbautograde: ")


ENDS_AT_99 = "def twice(x):\n    if x == 99:\n        import os\n\n        os._exit(1)\n    return 2 * x"


def test_cells_that_are_not_graded_run_behind_all_tests(tiny, tmp_path):
    """Switched on, they run once, as tests do, and show what they show; one may end its kernel at no cost."""
    runs, tests = tmp_path / "runs", tmp_path / "tests"
    picture = f"print(twice(99), file=open({str(runs)!r}, 'a'))\nprint(twice(99))"
    path = tiny / "solutions" / ASSIGNMENT / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(2, new_code_cell(picture, id="look", metadata={"tags": ["picture"]}))
    nbformat.write(notebook, path)
    release(tiny)
    hand_in(tiny, "honest")
    hand_in(tiny, "ends", twice=ENDS_AT_99)
    hand_in(tiny, "added", half="def half(x):\n    return x / 2\n\n\nhalf(1)")
    counts = f"def half(x):\n    print(x, file=open({str(tests)!r}, 'a'))\n    return x / 2"
    hand_in(tiny, "counts", half=counts)
    seen = {}
    for options in ([], ["--force", "--run-ungraded"]):
        graded_by(tiny, "--sandbox=none", *options)
        for student, row in rows(tiny).items():
            look = next(cell for cell in graded_notebook(tiny, student).cells if cell.id == "look")
            text = "".join(output.get("text", output.get("ename")) for output in look.outputs)
            seen.setdefault(student, []).append((float(row["total"]), row["status"], text.strip()))
    assert seen["honest"] == seen["added"] == seen["counts"] == [(4, "graded", ""), (4, "graded", "198")]
    assert seen["ends"] == [(4, "graded", ""), (4, "kernel died", "KernelDied")]
    assert runs.read_text(encoding="utf-8").split() == ["198"] * 3
    assert tests.read_text(encoding="utf-8").split() == ["1"] * 2


def test_unknown_assignment(course, tiny):
    """Whether there is a gradebook or not; none is made."""
    for name in ("practical9", "../practical1", ""):
        told = refused(course, assignment=name)
        assert told.startswith(("no submissions: nothing matches ", "which assignment? "))
    (course / "submitted" / "ada" / "practical9").mkdir()
    assert refused(course, assignment="practical9") == (
        "no assignment 'practical9' in the gradebook: run `nbgrader generate_assignment practical9` first"
    )
    hand_in(tiny, "ada")
    (tiny / "gradebook.db").unlink()
    assert refused(tiny) == f"no gradebook {tiny / 'gradebook.db'}"
    assert refused(tiny, "practical2") == "one assignment at a time"
    assert refused(tiny, "--notebook=tiny") == "submissions are graded as a whole, not one notebook of them"


def test_no_submissions(tiny):
    """No folder, an empty one, nobody of that name."""
    assert refused(tiny).startswith("no submissions: nothing matches ")
    (tiny / "submitted").mkdir()
    assert refused(tiny).endswith("submitted/*/practical1")
    hand_in(tiny, "ada")
    assert refused(tiny, "--student=bea").endswith("submitted/bea/practical1")


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_locked_gradebook(tiny, lock):
    """It is found out before any work; afterwards the same command does it."""
    hand_in(tiny, "ada")
    code = "import sqlite3, sys; other = sqlite3.connect('gradebook.db', isolation_level=None); "
    code += f"other.execute('BEGIN {lock}'); print('locked', flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], cwd=tiny, **pipes) as other:
        assert other.stdout.readline() == b"locked\n"
        told = refused(tiny)
        other.stdin.close()
    assert told.endswith("gradebook.db: database is locked; nothing is lost, run it again")


def test_spoilt_gradebook(tiny):
    """A file that is no database is one line."""
    hand_in(tiny, "ada")
    (tiny / "gradebook.db").write_bytes(
        b"This is a text, and it is long enough to be read as a database." * 99
    )
    assert "file is not a database" in refused(tiny)


def test_students_who_are_not_in_the_gradebook(tiny):
    """Where they are not to be entered, one is named and nothing is graded."""
    hand_in(tiny, "ada")
    assert refused(tiny, "--Autograde.create_student=False") == "No such student: ada"


def test_folders_that_are_no_students(tiny):
    """A name that no gradebook takes must be put right first."""
    hand_in(tiny, "ada")
    os.makedirs(os.fsencode(tiny) + b"/submitted/caf\xe9/practical1")
    told = refused(tiny)
    assert told == r"submitted/ has a folder 'caf\udce9': rename it, that is no student's id"


def test_bookkeeping_that_cannot_be_written(tiny):
    """A file where the folder of results must be is one line."""
    hand_in(tiny, "ada")
    (tiny / ".autograding").write_bytes(b"")
    assert ".autograding" in refused(tiny)
