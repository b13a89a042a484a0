"""The workers of a Dask scheduler as the desk sees them: they take submissions and give outcomes."""

import contextlib
import gc
import time
from concurrent.futures import CancelledError

import nbformat
from distributed import KilledWorker, WorkerPlugin, wait
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from nbformat.v4 import new_notebook

from grader.autograding.worker import Outcome, grade, prepare
from grader.rooms.sandbox import SandboxError

__all__ = ["AGAIN", "ClusterError", "Workers", "despite_deaths"]

AGAIN = "nothing is lost, run it again"
_TRIES = 10
_WAIT_FOR_WORKERS = 60


class ClusterError(RuntimeError):
    """No workers: the message says why."""


def despite_deaths(start, error):
    """Return what `start` gives; where it raises `error`, as when a worker was killed, start again."""
    for _ in range(_TRIES - 1):
        with contextlib.suppress(error):
            return start()
    return start()


class Workers:
    """Workers that grade submissions of one course.

    Parameters
    ----------
    client : distributed.Client
        The connection to their scheduler.
    course : Course
        The assignment; it travels once to each worker.
    """

    def __init__(self, client, course):
        self._client = client
        name = f"course-{course.key}"
        despite_deaths(lambda: client.register_plugin(_Bring(course), name=name), OSError)
        self._key, self._running, self._seen = course.key, {}, time.monotonic()

    def __len__(self):
        return len(self._client.nthreads())  # asks the scheduler; what the client has heard may be old

    @property
    def running(self):
        """Since when each submission is being graded, by student."""
        return {student: since for student, since in self._running.values()}

    def submit(self, submission):
        """Let a worker grade a submission."""
        future = self._client.submit(
            _grade_here,
            self._key,
            submission,
            pure=False,
            retries=1,
            key=f"grade-{submission.student}-{time.time_ns()}",
        )
        self._running[future] = (submission.student, time.monotonic())

    def next(self, timeout):
        """Return the outcome of a submission that is done, or None after `timeout` seconds."""
        with contextlib.suppress(TimeoutError, CancelledError), self._client.as_current():
            wait(list(self._running), timeout=timeout, return_when="FIRST_COMPLETED")
        self._check()
        done = next((future for future in self._running if future.done()), None)
        if done is None:
            return None
        student, _ = self._running.pop(done)
        try:
            return done.result()
        except KilledWorker:
            return Outcome(student, [("not graded", "Each worker that tried to grade it was killed.")])
        except (Exception, CancelledError) as error:  # our own mistake, not the student's
            text = f"The grader failed: {type(error).__name__}: {str(error)[:300]}"
            return Outcome(student, [("not graded", text)])
        finally:
            done.release()

    def _check(self):
        """Raise where nothing can come any more."""
        if self._client.status != "running":
            raise ClusterError(f"the scheduler has gone; {AGAIN}")
        if self._client.scheduler_info(n_workers=-1)["workers"]:
            self._seen = time.monotonic()
        elif time.monotonic() > self._seen + _WAIT_FOR_WORKERS:
            raise ClusterError(f"all workers have gone; {AGAIN}")


_courses = {}


def _grade_here(key, submission):
    return grade(_courses[key], submission)


class _Bring(WorkerPlugin):
    """Bring the course to a worker, also to one that takes a dead one's place, and warm it up."""

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
