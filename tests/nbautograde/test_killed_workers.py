"""`grader autograde` with its workers: SIGKILL at random moments, Ctrl-C, what lives on afterwards."""

import contextlib
import itertools
import os
import random
import shutil
import signal
import time

import pytest
from distributed.comm import CommClosedError
from tiny_course import Run, graded_by, hand_in, processes, state, until

from nbautograde.grades.grades import open_gradebook
from nbautograde.workers.pool import despite_deaths
from tools.practical1 import ASSIGNMENT

KILLS = ["the parent"] * 4 + ["a worker"] * 6
DIES = "def half(x):\n    return x / 2\n\n\nimport os\n\nos._exit(1)"
LEAVES = """
import subprocess

subprocess.Popen(['sleep', '{0}'], start_new_session=True)
subprocess.run(['sleep', '{0}'])
"""


@pytest.fixture
def course(tiny):
    """Return a course with six submissions, two of them graded before, one of these with points by hand."""
    for student in ("s1", "s2"):
        hand_in(tiny, student)
    graded_by(tiny)
    with open_gradebook(tiny) as gradebook:
        grade = gradebook.find_grade("reflection", "tiny", ASSIGNMENT, "s2")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        gradebook.db.commit()
    hand_in(tiny, "s1", half="def half(x):\n    return x")
    hand_in(tiny, "s3", stamp="2026-01-01 00:00:00 UTC", twice="def twice(x):\n    return 3 * x")
    hand_in(tiny, "s4", half=DIES)
    hand_in(tiny, "s5", half__visible="pass")
    hand_in(tiny, "s6").write_text("no notebook")
    return tiny


def workers(run):
    """Return the pids of a run's worker processes."""
    return [pid for pid, line in processes(run.pid).items() if "multiprocessing.spawn" in line]


def gone(pids):
    """Return whether none of some processes lives on."""
    return not set(pids) & set(processes())


def test_killed_at_ten_random_moments(course, tmp_path):
    """Ten SIGKILLs to the parent or a worker, and what is run again, change no score, comment or status."""
    undisturbed = shutil.copytree(course, tmp_path / "undisturbed")
    begun = time.monotonic()
    graded_by(undisturbed, "--force", here=False)
    usual = time.monotonic() - begun

    chance = random.Random(5)
    kills = chance.sample(KILLS, len(KILLS))
    run = Run(course, "--force", jobs=2)
    while kills:
        run.wait(chance.uniform(0, usual if kills[-1] == "the parent" else 0.4 * usual))
        victims = [run.pid] if kills[-1] == "the parent" else workers(run)
        if not run.ended and victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(victims), signal.SIGKILL)
                if kills.pop() == "the parent":
                    run.wait(60)
        if run.ended:
            run = Run(course, "--force", jobs=2)
    assert run.status() == 0, run.printed
    assert state(course) == state(undisturbed)
    assert "0 graded, 6 left alone." in graded_by(course)


@pytest.mark.parametrize("error", [CommClosedError, RuntimeError])
def test_deaths_at_the_start(error):
    """A start that is disturbed nine times succeeds; what always fails ends with its own error."""
    outcomes = iter([error(number) for number in range(9)])

    def start():
        for disturbed in outcomes:
            raise disturbed
        return "started"

    assert despite_deaths(start, error.__base__) == "started"
    outcomes = (error(number) for number in itertools.count(1))
    with pytest.raises(error, match=r"^10$"):
        despite_deaths(start, error.__base__)


@pytest.mark.parametrize("how", ["killed", "interrupted"])
def test_an_interrupted_run_carries_on(tiny, how):
    """What it had graded is not graded again; nothing that it had started lives on."""
    seconds = str(10_000 + os.getpid())
    hand_in(tiny, "ada", half="def half(x):\n    return x")
    hand_in(tiny, "bea", half=LEAVES.format(seconds))
    run = Run(tiny, "--force")
    until(lambda: list(processes(run.pid).values()).count(f"sleep\0{seconds}\0") == 2)
    until(lambda: "1/2 ada: graded" in run.printed)
    started = processes(run.pid)
    if how == "killed":
        run.kill()
    else:
        os.killpg(run.pid, signal.SIGINT)
        assert run.status() == 130
        *_, last = run.printed.splitlines()
        assert last == "nbautograde: interrupted; nothing is lost, run it again"
        assert "Traceback" not in run.printed
    until(lambda: not set(started) & set(processes()))

    hand_in(tiny, "bea")
    printed = graded_by(tiny, "--force")
    assert "grading 1 submissions" in printed
    assert "2 graded, 0 left alone." in printed
