"""The workers of a Dask scheduler as a session sees them: they take submissions and give outcomes."""

import contextlib
import gc
import queue
import time
from concurrent.futures import CancelledError
from dataclasses import dataclass

import nbformat
from distributed import KilledWorker, WorkerPlugin, get_worker, wait
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from nbformat.v4 import new_notebook

from nbautograde.course.outcome import Outcome
from nbautograde.course.submission import Submission
from nbautograde.limits import Limits
from nbautograde.sandbox import SandboxError
from nbautograde.workers.worker import grade, prepare

__all__ = ["AGAIN", "ClusterError", "WorkerPool", "despite_deaths"]

AGAIN = "nothing is lost, run it again"
_TRIES = 10
_WAIT_FOR_WORKERS = 60
_RESTART_SECONDS = 60
_MOST_TRIES = 2


class ClusterError(RuntimeError):
    """No workers: the message says why."""


def despite_deaths(start, error):
    """Return what `start` gives; where it raises `error`, as when a worker was killed, start again."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(error):
            return start()
    return start()


@dataclass
class _Running:
    """A submission that is waiting, or that a worker has begun; and since when."""

    submission: Submission
    tries: int
    since: float
    worker: str | None = None


class WorkerPool:
    """Workers that grade submissions of one course.

    Parameters
    ----------
    client : distributed.Client
        The connection to their scheduler.
    course : Assignment
        The assignment; it travels once to each worker.
    """

    def __init__(self, client, course):
        self._client, self._limits = client, Limits(config=course.config)
        name = f"course-{course.key}"
        despite_deaths(lambda: client.register_plugin(_Bring(course), name=name), OSError)
        self._key, self._running, self._seen = course.key, {}, time.monotonic()
        self._topic = f"begun-{course.key}-{time.time_ns()}"
        self._begun = queue.SimpleQueue()
        client.subscribe_topic(self._topic, lambda event: self._begun.put(event[1]))

    def __len__(self):
        return max(
            1, len(self._client.nthreads())
        )  # asks the scheduler; what the client has heard may be old

    @property
    def running(self):
        """Since when each submission is being graded, by student."""
        return {one.submission.student: one.since for one in self._running.values()}

    def submit(self, submission):
        """Let a worker grade a submission."""
        self._start(submission, 1)

    def next(self, timeout):
        """Return the outcome of a submission that is done or given up, or None after `timeout` seconds."""
        with contextlib.suppress(TimeoutError, CancelledError), self._client.as_current():
            wait(list(self._running), timeout=timeout, return_when="FIRST_COMPLETED")
        self._check()
        self._hear()
        for future, one in list(self._running.items()):
            if future.done():
                outcome = self._outcome(future, one)
            elif time.monotonic() > one.since + self._seconds(one) and not self._is_moving(one):
                outcome = self._give_up(future, one, f"Its worker said nothing for {self._seconds(one)} s")
            else:
                continue
            if outcome is not None:
                return outcome
        return None

    def _start(self, submission, tries):
        key = f"grade-{submission.student}-{time.time_ns()}"
        future = self._client.submit(
            _grade_here, self._key, submission, self._topic, key, pure=False, retries=1, key=key
        )
        self._running[future] = _Running(submission, tries, time.monotonic())

    def _outcome(self, future, one):
        """Return the outcome of what is done; None where it was lost and is tried once more."""
        try:
            outcome = future.result()
        except KilledWorker:
            outcome = _not_graded(one, "Each worker that tried to grade it was killed.")
        except CancelledError:
            return self._give_up(future, one, "Its worker was lost")
        except Exception as error:  # our own mistake, not the student's
            outcome = _not_graded(one, f"The grader failed: {type(error).__name__}: {str(error)[:300]}")
        del self._running[future]
        future.release()
        return outcome

    def _give_up(self, future, one, why):
        """End a try, and the worker that makes it; try once more, or return an outcome that says why not."""
        workers = [one.worker] if one.worker else self._workers_with(future.key)
        del self._running[future]
        with contextlib.suppress(Exception):
            future.cancel(force=True)
        if workers:
            with contextlib.suppress(Exception):  # what has no nanny, or none that answers, stays away
                self._client.restart_workers(workers, timeout=_RESTART_SECONDS, raise_for_error=False)
        for other in self._running.values():  # they waited for this one, or begin anew
            if other.worker is None or other.worker in workers:
                other.since, other.worker = time.monotonic(), None
        if one.tries < _MOST_TRIES:
            self._start(one.submission, one.tries + 1)
            return None
        return _not_graded(one, f"{why}, {_MOST_TRIES} times.")

    def _workers_with(self, key):
        """Return the workers that the scheduler has given a task to."""
        with contextlib.suppress(Exception):
            return [worker for worker, keys in self._client.processing().items() if key in keys]
        return []

    def _seconds(self, one):
        """Return how long a submission may take once begun; before, twice as long may pass."""
        seconds = self._limits.submission_seconds + self._limits.spare_seconds
        return seconds if one.worker else 2 * seconds

    def _is_moving(self, one):
        """Return whether a submission's worker is gone; then it waits for another one."""
        if one.worker is None or one.worker in self._client.scheduler_info(n_workers=-1)["workers"]:
            return False
        one.since, one.worker = time.monotonic(), None
        return True

    def _hear(self):
        """Take in which submissions have begun."""
        while not self._begun.empty():
            key, worker = self._begun.get()
            for future, one in self._running.items():
                if future.key == key:
                    one.since, one.worker = time.monotonic(), worker

    def _check(self):
        """Raise where nothing can come any more."""
        if self._client.status != "running":
            raise ClusterError(f"the scheduler has gone; {AGAIN}")
        if self._client.scheduler_info(n_workers=-1)["workers"]:
            self._seen = time.monotonic()
        elif time.monotonic() > self._seen + _WAIT_FOR_WORKERS:
            raise ClusterError(f"all workers have gone; {AGAIN}")


_courses = {}


def _grade_here(key, submission, topic, name):
    worker = get_worker()
    return grade(_courses[key], submission, lambda: worker.log_event(topic, (name, worker.address)))


def _not_graded(one, text):
    return Outcome(one.submission.student, [("not graded", text)])


class _Bring(WorkerPlugin):
    """Bring the course to a worker, also to a dead one's successor, and load there what grading needs."""

    def __init__(self, course):
        self._course = course

    def setup(self, worker):
        """Start the worker's own processes, and load what it needs, before its first submission comes."""
        _courses[self._course.key] = self._course
        with contextlib.suppress(SandboxError):  # the submissions will say it
            prepare(self._course)
        KernelSpecManager().get_kernel_spec(NATIVE_KERNEL_NAME)  # imports IPython
        nbformat.validate(new_notebook())  # compiles the format's schema
        gc.collect()
        gc.freeze()  # looking through all that is imported again and again would hold up submissions
