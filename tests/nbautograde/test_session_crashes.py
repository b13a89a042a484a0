"""`grader autograde` killed at any line, and on a full disk: the same command then ends as if undisturbed.

The workers here answer at once, so that every step of writing down can be tried.
"""

import contextlib
import errno
import itertools
import mmap
import os
import random
import re
import shutil
import signal
import sys
import traceback
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tiny_course import NOTEBOOK, hand_in, state

from nbautograde import app
from nbautograde.course.outcome import Outcome
from nbautograde.grades.grades import open_gradebook
from nbautograde.session import gradebook_writer as writing
from nbautograde.session import session as desk
from nbautograde.session import store
from tools.cli import main
from tools.practical1 import ASSIGNMENT

WRITING = {module.__file__ for module in (app, desk, store, writing)}
FULL = "No space left on device"


class AtOnce:
    """Workers that know the points from what an answer says."""

    def __init__(self):
        self._submissions = []

    def __len__(self):
        return 2

    running = {}  # noqa: RUF012

    def submit(self, submission):
        """Keep a submission."""
        self._submissions.append(submission)

    def next(self, timeout):
        """Return an outcome."""
        submission = self._submissions.pop(0)
        wrong = b"wrong" in submission.files[NOTEBOOK]
        points = {"twice__visible": 1.0, "twice__hidden": 2.0, "half__visible": 0.0 if wrong else 1.0}
        events = [("timed out", "half__visible was stopped.")] if wrong else []
        scores, comments = (
            {"tiny": {**points, "reflection": None}},
            {"tiny": {"reflection": "No response. " * 900}},
        )
        return Outcome(submission.student, events, scores, comments, dict(submission.files))


@pytest.fixture(scope="module")
def course(released, tmp_path_factory):
    """Return a course: one student graded and handed in anew, one untouched, one new; points by hand."""
    course = tmp_path_factory.mktemp("crashes") / "course"
    shutil.copytree(released, course)
    for student in ("ada", "bea"):
        hand_in(course, student, stamp="2026-01-01 00:00:00 UTC")
    assert autograde(course) == 0
    with open_gradebook(course) as gradebook:
        grade = gradebook.find_grade("reflection", "tiny", ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        gradebook.db.commit()
    hand_in(course, "ada", stamp="2026-01-02 00:00:00 UTC", half="def half(x):\n    return 'wrong'")
    hand_in(course, "cleo", half="wrong")
    return course


@pytest.fixture(scope="module")
def undisturbed(course, tmp_path_factory):
    """Return what a run without disturbance writes and prints."""
    folder = shutil.copytree(course, tmp_path_factory.mktemp("undisturbed") / "course")
    assert autograde(folder) == 0
    return state(folder), printed(folder)


def printed(course):
    """Return what a run has printed, without its progress."""
    lines = (course / "run.log").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not re.match(r"grading \d|\d+/\d", line)]


def autograde(course, disturb=None, *options):
    """Run the command in a process of its own and return its exit status, negative where it was killed."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.chdir(course)
            log = os.open("run.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            sys.stdout = sys.stderr = os.fdopen(log, "w", encoding="utf-8", buffering=1)
            app.NbAutograde._workers = lambda *_: contextlib.nullcontext(AtOnce())
            if disturb:
                disturb.start()
            status = main(["autograde", ASSIGNMENT, *options])
        except SystemExit as end:
            status = end.code
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status or 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class KillAtLine:
    """Kill the process at the n-th line of the code that writes; `passed` counts them, also from outside."""

    def __init__(self, number):
        self._number, self._passed = number, mmap.mmap(-1, 8)

    @property
    def passed(self):
        """The number of lines that were reached."""
        return int.from_bytes(self._passed[:8], "little")

    def start(self):
        """Begin to count."""
        sys.settrace(self._trace)

    def _trace(self, frame, what, _):
        if frame.f_code.co_filename not in WRITING:
            return None
        if what == "line":
            self._passed[:8] = (self.passed + 1).to_bytes(8, "little")
            if self.passed == self._number:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._trace


class FailAtFile:
    """Let the n-th opening, creating or renaming of a file in the course fail, as on a full disk."""

    def __init__(self, number):
        self._left = number

    def start(self):
        """Begin to count."""
        sys.addaudithook(self._hear)

    def _hear(self, what, about):
        writes = (
            (what == "os.mkdir" and not os.path.isdir(about[0]))
            or what == "os.rename"
            or (what == "open" and about[2] & (os.O_WRONLY | os.O_RDWR))
        )
        if writes and str(about[0]).startswith(os.getcwd()):
            self._left -= 1
            if self._left == 0:
                raise OSError(errno.ENOSPC, FULL, about[0])


class FullGradebook:
    """Let the gradebook's file have no page more than it has."""

    def start(self):
        """Begin with it."""

        @event.listens_for(Engine, "connect")
        def _limit(connection, _):
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def again(course, tmp_path):
    """Return a function that copies the course anew."""

    def copy():
        shutil.rmtree(tmp_path / "course", ignore_errors=True)
        return Path(shutil.copytree(course, tmp_path / "course"))

    return copy


def leftovers(course):
    """Return what a step leaves behind that was not done to its end."""
    return [path for path in course.rglob("*") if path.suffix in (".new", ".old")]


def test_killed_at_any_line(again, undisturbed):
    """After SIGKILL at random lines of the code that writes, a second run gives what one run gives."""
    all_lines = KillAtLine(0)
    assert autograde(again(), all_lines) == 0
    for line in sorted(random.Random(5).sample(range(1, all_lines.passed + 1), 12)):
        course = again()
        assert autograde(course, KillAtLine(line)) == -signal.SIGKILL
        assert autograde(course) == 0
        assert (state(course), printed(course)) == undisturbed, f"killed at line {line}"
        assert leftovers(course) == []


def test_killed_again_and_again(again, undisturbed):
    """However often it is killed, each run carries on, and the last one tells of all."""
    course, kills = again(), 0
    for lines in itertools.count(70, 25):
        if autograde(course, KillAtLine(lines)) == 0:
            break
        kills += 1
    assert kills >= 4
    assert (state(course), printed(course)) == undisturbed


def test_full_disk_at_any_file(again):
    """One line says which file could not be written; nothing is half written; a second run ends the work."""
    before = state(again())
    course = again()
    assert autograde(course, None, "--student=ada") == 0
    after, told = state(course), printed(course)
    for number in itertools.count(1):
        course = again()
        status = autograde(course, FailAtFile(number), "--student=ada")
        if status == 0:
            break
        assert status == 1
        (line,) = printed(course)
        assert line.startswith("nbautograde: ")
        assert line.endswith(f": {FULL}; nothing is lost, run it again")
        assert leftovers(course) == []
        now = state(course)
        for key in {*before, *after}:
            assert now.get(key) in (before.get(key), after.get(key)), (number, key)
        assert autograde(course, None, "--student=ada") == 0
        assert (state(course), printed(course)) == (after, told), f"failed at file {number}"
    assert number > 12


def test_full_gradebook(again, undisturbed):
    """A gradebook that cannot grow is one line, and its students are as they were."""
    course = again()
    assert autograde(course, FullGradebook()) == 1, printed(course)
    (line,) = printed(course)
    assert "gradebook.db: database or disk is full" in line
    assert autograde(course) == 0
    assert (state(course), printed(course)) == undisturbed


def test_disturbances_are_heard_of(again, undisturbed):
    """The undisturbed run is what its submissions say: one with an event, a change, points by hand."""
    found, told = undisturbed
    assert found["grade", "ada", "reflection"] == (None, 3.5, True)
    assert found["comment", "ada", "half"].startswith("Status: timed out. half__visible was stopped.")
    assert "changed: ada 7.5 -> 6.5 (-1)" in told
    assert "2 graded, 1 left alone. Grades: grades.csv    report: report.html" in told
