"""The test runner takes what the worker says in the order in which it was said."""

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
def runner(tmp_path):
    """Return a test runner."""
    runner = RunnerClient(RunnerSetup(str(tmp_path)))
    yield runner
    runner.close()


@contextlib.contextmanager
def student(**functions):
    """Start a student's side that has functions; yield the test runner's socket."""
    trusted, untrusted = socket.socketpair()
    serving = threading.Thread(target=_Server(untrusted, functions, forked=False).serve, daemon=True)
    with untrusted:
        serving.start()
        with trusted:
            yield trusted
        untrusted.shutdown(socket.SHUT_RD)
        serving.join()


def test_a_student_that_connects_while_the_runner_is_busy(runner):
    """Closing the last connection and opening the next one may come together; the next one is open then."""
    with student(twice=lambda x: 3 * x) as first, student(twice=lambda x: 2 * x) as second:
        runner.open(first)
        outputs, gone = runner.run("assert twice(1) == 3", ["twice"], 60)
        assert (outputs, gone) == ([], "")
        os.kill(runner._process.pid, signal.SIGSTOP)
        runner.close_room()
        runner.open(second)
        runner.close_room()
        runner.open(second)
        os.kill(runner._process.pid, signal.SIGCONT)
        outputs, gone = runner.run("assert twice(1) == 2", ["twice"], 60)
        assert (outputs, gone) == ([], "")


def test_imports_are_over_before_the_first_cell(tmp_path):
    """What it was told to import is there; a module that there is not costs nothing."""
    runner = RunnerClient(RunnerSetup(str(tmp_path), ("colorsys", "no_such_module")))
    runner.wait()
    with student() as sock:
        runner.open(sock)
        source = "import sys\nassert 'colorsys' in sys.modules"
        assert runner.run(source, [], 60) == ([], "")
    runner.close()


def test_another_reference_asks_for_another_runner(tmp_path, monkeypatch):
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
