"""A worker's connection to its test runner: started once, asked for one cell at a time."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass

__all__ = ["RunnerClient", "RunnerSetup", "runner_client"]

_SPARE_SECONDS, _IMPORT_SECONDS = 10, 600
_current = None


@dataclass(frozen=True)
class RunnerSetup:
    """What a test runner needs of a course.

    Attributes
    ----------
    folder : str
        Its working directory, in which the course's source notebooks lie as in the course.
    modules : tuple of str
        What it imports beforehand.
    portable : tuple of str
        Packages whose functions may be rebuilt on the student's side.
    failures : str
        The module of the checks' own words, see `CourseCode.failures`.
    """

    folder: str
    modules: tuple[str, ...] = ()
    portable: tuple[str, ...] = ()
    failures: str = ""


class RunnerClient:
    """A process that runs test cells."""

    def __init__(self, setup: RunnerSetup):
        worker_end, runner_end = socket.socketpair()
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        told = json.dumps({name: value for name, value in asdict(setup).items() if name != "folder"})
        module = "nbautograde.isolated_tests.test_runner"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(runner_end.fileno()), told],
            pass_fds=[runner_end.fileno()],
            env={**os.environ, **one_thread},
            cwd=setup.folder,
            stdin=subprocess.DEVNULL,
        )
        runner_end.close()
        self._socket, self._rest, self._ready = worker_end, b"", False
        self.verdict, self.setup = (None, []), setup

    @property
    def alive(self):
        """Whether it can still be asked."""
        return self._process.poll() is None

    def open(self, student):
        """Hand over the socket to a student's process."""
        socket.send_fds(self._socket, [b'{"do": "open"}\n'], [student.fileno()])

    def close_room(self):
        """Close the connection to the student's process."""
        self._socket.sendall(b'{"do": "close"}\n')

    def run(self, source, names, seconds):
        """Run a test cell and return its outputs and why the student's side is gone, if it is.

        Raises
        ------
        RuntimeError
            Where the test runner itself ended or hangs; it is not alive then.
        """
        self.wait()
        request = {"do": "cell", "source": source, "names": names, "seconds": seconds}
        told = self._answer(json.dumps(request).encode() + b"\n", seconds + _SPARE_SECONDS)
        self.verdict = told["verdict"], told["words"]
        return told["outputs"], told["gone"]

    def wait(self):
        """Wait until it has imported all, which is to be nobody's time.

        Raises
        ------
        RuntimeError
            Where it ended or hangs.
        """
        if not self._ready:
            self._answer(b"", _IMPORT_SECONDS)
            self._ready = True

    def _answer(self, request, seconds):
        self._socket.settimeout(seconds)
        try:
            self._socket.sendall(request)
            while b"\n" not in self._rest:
                received = self._socket.recv(1 << 20)
                if not received:
                    raise RuntimeError("it has ended")
                self._rest += received
        except (OSError, RuntimeError) as error:
            self.close()
            raise RuntimeError(f"the test runner: {error}") from None
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)

    def close(self):
        """End it."""
        self._socket.close()
        self._process.kill()
        self._process.wait()


def runner_client(setup: RunnerSetup | None = None) -> RunnerClient:
    """Return this process's test runner, a new one where there is none, it has ended or has another setup.

    Without a setup, one like the last is started.
    """
    global _current
    setup = setup or _current.setup
    if _current is not None and _current.setup != setup:
        _current.close()
    if _current is None or not _current.alive:
        _current = RunnerClient(setup)
    return _current
