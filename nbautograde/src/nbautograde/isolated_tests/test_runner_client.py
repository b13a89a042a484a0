"""The examiner's process as a worker has it: started once, asked for one cell at a time."""

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
        ours, its = socket.socketpair()
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        told = json.dumps({name: value for name, value in asdict(setup).items() if name != "folder"})
        module = "nbautograde.isolated_tests.test_runner"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(its.fileno()), told],
            pass_fds=[its.fileno()],
            env={**os.environ, **one_thread},
            cwd=setup.folder,
            stdin=subprocess.DEVNULL,
        )
        its.close()
        self._border, self._rest, self._ready = ours, b"", False
        self.verdict, self.setup = (None, []), setup

    @property
    def alive(self):
        """Whether it can still be asked."""
        return self._process.poll() is None

    def open(self, student):
        """Hand over the socket to a student's room."""
        socket.send_fds(self._border, [b'{"do": "open"}\n'], [student.fileno()])

    def close_room(self):
        """Let go of the student's room."""
        self._border.sendall(b'{"do": "close"}\n')

    def run(self, source, names, seconds):
        """Run a test cell and return its outputs and why the student's side is gone, if it is.

        Raises
        ------
        RuntimeError
            Where the examiner itself ended or hangs; it is not alive then.
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
        self._border.settimeout(seconds)
        try:
            self._border.sendall(request)
            while b"\n" not in self._rest:
                received = self._border.recv(1 << 20)
                if not received:
                    raise RuntimeError("the examiner has ended")
                self._rest += received
        except (OSError, RuntimeError) as error:
            self.close()
            raise RuntimeError(f"the examiner's process: {error}") from None
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)

    def close(self):
        """End it."""
        self._border.close()
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
