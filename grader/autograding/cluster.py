"""The processes that grade: Dask workers, here or on other machines."""

import contextlib
import logging
import signal
import time
from concurrent.futures import CancelledError

import dask
from distributed import Client, KilledWorker, LocalCluster, Security, WorkerPlugin, wait

from grader.autograding.warming import warm_process
from grader.autograding.worker import Outcome, grade

__all__ = ["ClusterError", "Workers", "local_workers", "remote_workers"]


_AGAIN = "nothing is lost, run it again"
_WAIT_FOR_WORKERS = 60


class ClusterError(RuntimeError):
    """No workers: the message says why."""


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
        self._client.register_plugin(_Bring(course), name=f"course-{course.key}")
        self._key, self._running, self._seen = course.key, {}, time.monotonic()

    def __len__(self):
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

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
            raise ClusterError(f"the scheduler has gone; {_AGAIN}")
        if len(self):
            self._seen = time.monotonic()
        elif time.monotonic() > self._seen + _WAIT_FOR_WORKERS:
            raise ClusterError(f"all workers have gone; {_AGAIN}")


@contextlib.contextmanager
def local_workers(jobs, course):
    """Start worker processes on this machine that nobody else can reach, and yield `Workers`."""
    with _quiet(), dask.config.set(_CONFIG), contextlib.ExitStack() as stack:
        security = Security.temporary()
        with _out_of_reach_of_interrupts():
            cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                host="tls://127.0.0.1",
                security=security,
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # a server without a page
                memory_limit=None,
                silence_logs=logging.CRITICAL,
            )
            stack.enter_context(cluster)
        yield Workers(stack.enter_context(Client(cluster, security=security, set_as_default=False)), course)


@contextlib.contextmanager
def remote_workers(address, course, ca_file="", cert="", key="", insecure=False):
    """Connect to a scheduler and yield its `Workers`; without TLS only where `insecure` says so."""
    if not address.startswith("tls://") and not insecure:
        raise ClusterError(
            f"scheduler {address!r} is not encrypted: whoever reaches it runs code as you. "
            "Use tls://..., or --insecure-scheduler on a network that is yours alone"
        )
    security = None
    if address.startswith("tls://"):
        missing = [
            name for name, value in (("tls-ca", ca_file), ("tls-cert", cert), ("tls-key", key)) if not value
        ]
        if missing:
            raise ClusterError(f"a tls:// scheduler needs --{', --'.join(missing)}")
        security = Security(
            tls_ca_file=ca_file, tls_client_cert=cert, tls_client_key=key, require_encryption=True
        )
    with _quiet(), dask.config.set(_CONFIG):
        try:
            client = Client(address, security=security, set_as_default=False, timeout=20)
        except (OSError, TimeoutError) as error:
            raise ClusterError(f"scheduler {address!r} does not answer: {error}") from error
        with client:
            if not client.scheduler_info(n_workers=-1)["workers"]:
                raise ClusterError(f"scheduler {address!r} has no workers")
            yield Workers(client, course)


_courses = {}


def _grade_here(key, submission):
    return grade(_courses[key], submission)


class _Bring(WorkerPlugin):
    """Bring the course to a worker, also to one that takes a dead one's place, and warm it up."""

    def __init__(self, course):
        self._course = course

    def setup(self, worker):
        """Start the worker's warm process before its first submission comes."""
        _courses[self._course.key] = self._course
        warm_process(self._course.modules)


_CONFIG = {
    "distributed.scheduler.http.routes": [],  # what a page would tell is not encrypted
    "distributed.worker.http.routes": [],
    "distributed.admin.low-level-log-length": 0,  # it would keep the last 1,000 submissions in memory
    "distributed.scheduler.allowed-failures": 2,
    "distributed.comm.timeouts.connect": "60s",
    "distributed.admin.tick.limit": "60s",
}


@contextlib.contextmanager
def _out_of_reach_of_interrupts():
    """Keep Ctrl-C from the processes and threads that are started meanwhile: this one ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _quiet():
    """Keep Dask's own log lines away: what matters comes as outcomes."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    loggers = [logging.getLogger(name) for name in (*names, "tornado.application", "asyncio")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
