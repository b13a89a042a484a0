"""The examiner's process takes what the worker says in the order in which it was said."""

import contextlib
import os
import signal
import socket
import threading

import pytest

from nbautograde.isolated_tests import test_runner_client
from nbautograde.isolated_tests.student_server import _Server
from nbautograde.isolated_tests.test_runner_client import RunnerClient, RunnerSetup


@pytest.fixture
def examiner(tmp_path):
    """Return an examiner's process."""
    examiner = RunnerClient(RunnerSetup(str(tmp_path)))
    yield examiner
    examiner.close()


@contextlib.contextmanager
def student(**functions):
    """Open a student's room that has functions; yield the examiner's socket."""
    ours, theirs = socket.socketpair()
    serving = threading.Thread(target=_Server(theirs, functions, forked=False).serve, daemon=True)
    with theirs:
        serving.start()
        with ours:
            yield ours
        theirs.shutdown(socket.SHUT_RD)
        serving.join()


def test_a_room_that_opens_while_the_examiner_is_busy(examiner):
    """Closing the last room and opening the next one may come together; the next one is open then."""
    with student(twice=lambda x: 3 * x) as first, student(twice=lambda x: 2 * x) as second:
        examiner.open(first)
        outputs, gone = examiner.run("assert twice(1) == 3", ["twice"], 60)
        assert (outputs, gone) == ([], "")
        os.kill(examiner._process.pid, signal.SIGSTOP)
        examiner.close_room()
        examiner.open(second)
        examiner.close_room()
        examiner.open(second)
        os.kill(examiner._process.pid, signal.SIGCONT)
        outputs, gone = examiner.run("assert twice(1) == 2", ["twice"], 60)
        assert (outputs, gone) == ([], "")


def test_imports_are_over_before_the_first_cell(tmp_path):
    """What it was told to import is there; a module that there is not costs nothing."""
    examiner = RunnerClient(RunnerSetup(str(tmp_path), ("colorsys", "no_such_module")))
    examiner.wait()
    with student() as room:
        examiner.open(room)
        source = "import sys\nassert 'colorsys' in sys.modules"
        assert examiner.run(source, [], 60) == ([], "")
    examiner.close()


def test_another_reference_asks_for_another_examiner(tmp_path, monkeypatch):
    """A worker that grades a course whose solutions have changed does not judge by the old ones."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(test_runner_client, "_current", None)
    first = test_runner_client.runner_client(RunnerSetup(str(tmp_path / "old")))
    assert test_runner_client.runner_client(RunnerSetup(str(tmp_path / "old"))) is first
    assert test_runner_client.runner_client() is first
    second = test_runner_client.runner_client(RunnerSetup(str(tmp_path / "new")))
    assert second is not first
    assert not first.alive
    second.close()
