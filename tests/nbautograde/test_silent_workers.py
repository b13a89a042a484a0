"""`grader autograde` with a worker that says nothing: it is replaced, and the class is graded to its end."""

import contextlib
import os
import signal
from concurrent.futures import CancelledError
from types import SimpleNamespace

import pytest
from tiny_course import Run, hand_in, processes, until
from traitlets.config import Config

from nbautograde.course.outcome import Outcome
from nbautograde.course.submission import Submission
from nbautograde.grades.grades import open_gradebook
from nbautograde.workers import pool as workers
from tools.practical1 import ASSIGNMENT

WAITS = "import subprocess\n\nsubprocess.run(['sleep', '{}'])"
LIMITS = ("--Limits.submission_seconds=3", "--Limits.spare_seconds=12", "--Execute.timeout=2")


def stop_the_worker(run, seconds, but=()):
    """Stop the worker that grades whoever sleeps, by SIGSTOP, and return its pid."""

    def sleeps():
        return f"sleep\0{seconds}\0" in processes(run.pid).values() or run.ended

    until(sleeps)
    spawned = [pid for pid, line in processes(run.pid).items() if "multiprocessing.spawn" in line]
    (worker,) = (pid for pid in spawned if pid not in but)
    os.kill(worker, signal.SIGSTOP)
    return worker


def test_a_worker_that_says_nothing_is_replaced(tiny):
    """What it had is tried once more, then not graded, which says why; who waited behind it is graded."""
    seconds = str(20_000 + os.getpid())
    hand_in(tiny, "ada", half=WAITS.format(seconds))
    for student in ("bea", "cleo"):
        hand_in(tiny, student)
    run, stopped = Run(tiny, *LIMITS), []
    for _ in range(2):
        stopped.append(stop_the_worker(run, seconds, stopped))
        until(lambda: stopped[-1] not in processes())
    assert run.status() == 0, run.printed
    assert "ada: not graded: Its worker said nothing for 15 s, 2 times." in run.printed
    with open_gradebook(tiny) as gradebook:
        for student in ("bea", "cleo"):
            assert f"{student}: graded" in run.printed
            assert gradebook.find_submission(ASSIGNMENT, student).score == 4.0


class Future:
    """A future that is done when somebody says so."""

    def __init__(self, key):
        self.key, self.given, self.cancelled = key, None, False

    def done(self):
        """Return whether there is a result or an error."""
        return self.given is not None

    def result(self):
        """Return the result or raise the error."""
        if isinstance(self.given, Exception):
            raise self.given
        return self.given

    def cancel(self, force):
        """Note that nobody waits any more."""
        self.cancelled = True

    def release(self):
        """Do nothing."""


class Client:
    """A client of a scheduler with one worker, which begins what it is told to."""

    status = "running"

    def __init__(self):
        self.futures, self.restarted, self.workers = [], [], ["the worker"]

    def register_plugin(self, plugin, name):
        """Do nothing."""

    def as_current(self):
        """Do nothing."""
        return contextlib.nullcontext()

    def subscribe_topic(self, topic, handler):
        """Keep who listens."""
        self.tell = handler

    def begin(self, number):
        """Say that the worker has begun with a submission."""
        self.tell((0.0, [self.futures[number].key, "the worker"]))

    def submit(self, function, *args, key, **options):
        """Return a future."""
        self.futures.append(Future(key))
        return self.futures[-1]

    def scheduler_info(self, n_workers):
        """Return which workers there are."""
        return {"workers": self.workers}

    def processing(self):
        """Return what the worker has."""
        return {"the worker": [future.key for future in self.futures], "another": []}

    def restart_workers(self, workers, **options):
        """Note it."""
        self.restarted.append(workers)


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that stands still, as the one entry of a list."""
    now = [1000.0]
    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=lambda: now[0], time_ns=lambda: now[0]))
    monkeypatch.setattr(workers, "wait", lambda *_, **__: None)
    return now


@pytest.fixture
def desk(clock):
    """Return workers that have two submissions, with 100 s for each and 50 s more, and their client."""
    client = Client()
    limits = Config({"Limits": {"submission_seconds": 100, "spare_seconds": 50}})
    desk = workers.WorkerPool(client, SimpleNamespace(key="key", config=limits))
    for student in ("ada", "bea"):
        desk.submit(Submission(student, {}))
    return desk, client


def test_waiting_for_a_turn_is_nobodys_time(desk, clock):
    """The time of a submission begins when its worker begins; who waits behind it has not begun."""
    desk, client = desk
    clock[0] += 140
    client.begin(0)
    assert desk.next(0) is None
    clock[0] += 149
    assert desk.next(0) is None
    assert client.restarted == []
    client.futures[0].given = Outcome("ada")
    assert desk.next(0).status == "graded"
    assert set(desk.running) == {"bea"}


def test_a_submission_out_of_time_is_tried_once_more(desk, clock):
    """Its worker is replaced, twice, then it is not graded; who waited behind it has all of their time."""
    desk, client = desk
    client.begin(0)
    assert desk.next(0) is None
    clock[0] += 151
    assert desk.next(0) is None
    assert client.futures[0].cancelled
    client.begin(2)
    assert desk.next(0) is None
    clock[0] += 151
    outcome = desk.next(0)
    assert (outcome.student, outcome.events) == (
        "ada",
        [("not graded", "Its worker said nothing for 150 s, 2 times.")],
    )
    assert client.restarted == [["the worker"]] * 2
    assert set(desk.running) == {"bea"}
    assert not client.futures[1].cancelled


def test_a_submission_that_never_begins_does_not_hold_up_the_class(desk, clock):
    """Its worker may have stopped before: the one that the scheduler has given it to is replaced."""
    desk, client = desk
    client.futures[0].given = Outcome("ada")
    assert desk.next(0).student == "ada"
    for _ in range(2):
        assert desk.next(0) is None
        clock[0] += 301
        outcome = desk.next(0)
    assert outcome.events == [("not graded", "Its worker said nothing for 300 s, 2 times.")]
    assert client.restarted == [["the worker"]] * 2
    assert desk.running == {}


def test_a_lost_submission_is_tried_once_more(desk):
    """A future that was cancelled by nobody here gives no outcome the first time."""
    desk, client = desk
    client.futures[0].given = CancelledError()
    assert desk.next(0) is None
    assert set(desk.running) == {"ada", "bea"}
    client.futures[2].given = CancelledError()
    assert desk.next(0).events == [("not graded", "Its worker was lost, 2 times.")]


def test_a_submission_whose_worker_died_waits_for_another_one(desk, clock):
    """The scheduler has given it to one, and no try is lost."""
    desk, client = desk
    client.begin(0)
    assert desk.next(0) is None
    clock[0] += 151
    client.workers = ["another"]
    assert desk.next(0) is None
    assert client.restarted == []
    assert len(client.futures) == 2
