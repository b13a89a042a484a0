"""Processes of one thread: each holds one contender and runs it when told to."""

import importlib.metadata
import importlib.util
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict

from tools.bench.inference.problem import Settings, load_problem

__all__ = ["CONTENDERS", "BenchError", "Worker", "require_peers", "versions"]

CONTENDERS = ("reference", "reference_sparse", "pyro", "pyro_sparse", "numpyro", "numpyro_sparse", "nuts")
"""What a process may hold; "sparse" is the same with a product that skips the zeros of the features."""

PEERS = {"pyro": "pyro-ppl", "numpyro": "numpyro", "jax": "jax"}

_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


class BenchError(RuntimeError):
    """Something that the bench needs is missing or has failed; one line that says what to do."""


def require_peers():
    """Raise `BenchError` where a peer is not installed."""
    missing = [name for module, name in PEERS.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise BenchError(f"bench needs {', '.join(missing)}: install the extra, pip install -e '.[bench]'")


def versions():
    """Return the versions of what is measured and of what it stands on."""
    names = ("torch", "numpy", "scipy", "jaxlib", *PEERS.values())
    return {name: importlib.metadata.version(name) for name in names}


class Worker:
    """A process with one contender.

    Parameters
    ----------
    name : str
        One of `CONTENDERS`.
    settings : Settings
    core : int, optional
        The processor core it is kept on, where the system can do so.
    """

    def __init__(self, name, settings, core=0):
        self.name = name
        self._log = tempfile.TemporaryFile()
        order = json.dumps({"name": name, "settings": asdict(settings), "core": core})
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.bench.inference.workers", order],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env={**os.environ, **_ONE_THREAD},
        )

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._process.stdin.close()
        self._process.stdout.close()
        if exception[0] is not None:
            self._process.kill()
        self._process.wait()
        self._log.close()

    def tell(self, seed):
        """Order a run."""
        self._process.stdin.write(b"%d\n" % seed)
        self._process.stdin.flush()

    def hear(self):
        """Wait for what the process says next.

        Returns
        -------
        kind : str
            "ready" with the seconds that importing and building took, "progress" with the share that is done,
            or "result" with what the run returned.
        content : object
        """
        try:
            return pickle.load(self._process.stdout)
        except EOFError:
            self._log.seek(0)
            lines = self._log.read().decode(errors="replace").strip().splitlines() or ["it gave no reason"]
            raise BenchError(f"the run of {self.name} failed: {lines[-1]}") from None

    def result(self):
        """Wait for the result of the run."""
        kind, content = self.hear()
        while kind != "result":
            kind, content = self.hear()
        return content


def _serve(order):
    started = time.perf_counter()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to the log

    def say(kind, content):
        pickle.dump((kind, content), replies)
        replies.flush()

    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[order["core"] % len(cores)]})
    settings = Settings(**order["settings"])
    problem = load_problem(settings)
    before = time.perf_counter()
    contender = _contender(order["name"], problem, settings)
    say("ready", {"data": before - started, "build": time.perf_counter() - before})
    for line in sys.stdin:
        if order["name"] == "nuts":
            say("result", contender.run(int(line), lambda done: say("progress", done)))
        else:
            say("result", contender.run(int(line)))


def _contender(name, problem, settings):
    from . import fits, peers

    if name == "nuts":
        return peers.Nuts(problem, settings)
    kind, _, sparse = name.partition("_")
    made = {"reference": fits.Reference, "pyro": peers.Pyro, "numpyro": peers.Numpyro}[kind]
    return made(problem, settings, sparse == "sparse")


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
