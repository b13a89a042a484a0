"""The examiner's process as a worker has it: started once, asked for one cell at a time."""

import json
import os
import socket
import subprocess
import sys

__all__ = ["ExaminerProcess", "examiner_process"]

_SPARE_SECONDS, _IMPORT_SECONDS = 10, 600
_current = None


class ExaminerProcess:
    """A process that runs test cells.

    Parameters
    ----------
    environment : dict, optional
        What is added to its environment; `GRADER_SOLUTIONS` says where the reference is.
    modules : sequence of str, optional
        What it imports beforehand, besides our checks.

    Attributes
    ----------
    verdict : tuple
        The verdict on the last test cell and the check's own words, see `nbautograde.events.judge`.
    """

    def __init__(self, environment=None, modules=()):
        ours, its = socket.socketpair()
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "nbautograde.isolated_tests.test_runner",
                str(its.fileno()),
                *modules,
            ],
            pass_fds=[its.fileno()],
            env={**os.environ, **one_thread, **(environment or {})},
            stdin=subprocess.DEVNULL,
        )
        its.close()
        self._border, self._rest, self._ready = ours, b"", False
        self.verdict = None, []
        self.solutions = os.environ.get("GRADER_SOLUTIONS")

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


def examiner_process(environment=None, modules=()):
    """Return this process's examiner, started when there is none, it has ended or has another reference."""
    global _current
    if _current is not None and _current.solutions != os.environ.get("GRADER_SOLUTIONS"):
        _current.close()
    if _current is None or not _current.alive:
        _current = ExaminerProcess(environment, modules)
    return _current
