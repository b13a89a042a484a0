"""The processes that grade: Dask workers, here or on other machines."""

import contextlib
import logging
import signal
from pathlib import Path

import dask
from distributed import Client, LocalCluster, Security

from nbautograde.workers.pool import AGAIN, ClusterError, WorkerPool, despite_deaths

__all__ = ["local_workers", "remote_workers"]


@contextlib.contextmanager
def local_workers(jobs, course):
    """Start worker processes on this machine that nobody else can reach, and yield `WorkerPool`."""
    with _quiet(), dask.config.set(_CONFIG), contextlib.ExitStack() as stack:
        security = Security.temporary()
        with _out_of_reach_of_interrupts():
            cluster = stack.enter_context(_cluster(jobs, security))
        yield WorkerPool(
            stack.enter_context(Client(cluster, security=security, set_as_default=False)), course
        )


def _cluster(jobs, security):
    """Start the processes; where one does not survive its start, start all of them again."""

    def start():
        return LocalCluster(
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

    try:
        return despite_deaths(start, RuntimeError)
    except RuntimeError as error:
        raise ClusterError(f"the workers do not start: {error}; {AGAIN}") from error


@contextlib.contextmanager
def remote_workers(address, course, ca_file="", cert="", key="", insecure=False):
    """Connect to a scheduler and yield its `WorkerPool`; without TLS only where `insecure` says so."""
    if not address.startswith("tls://") and not insecure:
        raise ClusterError(
            f"scheduler {address!r} is not encrypted: whoever reaches it runs code as you. "
            "Use tls://..., or --insecure-scheduler on a network that is yours alone"
        )
    security = None
    if address.startswith("tls://"):
        for option, file in (("tls-ca", ca_file), ("tls-cert", cert), ("tls-key", key)):
            if not Path(file).is_file():
                raise ClusterError(f"a tls:// scheduler needs --{option}: there is no file {file!r}")
        files = {"tls_ca_file": ca_file, "tls_client_cert": cert, "tls_client_key": key}
        security = Security(**files, require_encryption=True)
    with _quiet(), dask.config.set(_CONFIG):
        try:
            client = Client(address, security=security, set_as_default=False, timeout=10)
        except (OSError, ValueError) as error:
            raise ClusterError(f"scheduler {address!r} does not answer: {error}") from error
        with client:
            if not client.scheduler_info(n_workers=-1)["workers"]:
                raise ClusterError(f"scheduler {address!r} has no workers")
            yield WorkerPool(client, course)


_CONFIG = {
    "distributed.scheduler.http.routes": [],  # what a page would tell is not encrypted
    "distributed.worker.http.routes": [],
    "distributed.admin.low-level-log-length": 0,  # it would keep the last 1,000 submissions in memory
    "distributed.scheduler.allowed-failures": 5,  # all that a worker has are blamed for its death
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
