"""Start a warm process, see `grader.autograding.warm`, and ask it for kernels."""

import contextlib
import json
import os
import select
import socket
import subprocess
import sys

__all__ = ["ONE_THREAD", "WarmProcess", "warm_process"]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_QUIET = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
_IMPORT_SECONDS, _ANSWER_SECONDS = 600, 60
_current = None


class WarmProcess:
    """The warm process of a worker.

    Parameters
    ----------
    modules : sequence of str
        What it imports before it forks kernels.
    """

    def __init__(self, modules=()):
        ours, its = socket.socketpair()
        environment = {**os.environ, **ONE_THREAD, **_QUIET}
        command = [sys.executable, "-P", "-m", "grader.autograding.warm", str(its.fileno()), *modules]
        self.modules = modules
        self._process = subprocess.Popen(
            command, pass_fds=[its.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
        its.close()
        self._border, self._lines, self._ready = ours, ours.makefile("rb"), False

    @property
    def pid(self):
        """Its process id."""
        return self._process.pid

    @property
    def ended(self):
        """Whether it has ended."""
        return self._process.poll() is not None

    def ask(self, **request):
        """Send a request and return the answer; the first one waits until all is imported.

        Raises
        ------
        RuntimeError
            Where it has ended, or does not answer in time; then it is ended.
        """
        try:
            if not self._ready:
                self._line(_IMPORT_SECONDS)
                self._ready = True
            self._border.sendall(json.dumps(request).encode() + b"\n")
            return json.loads(self._line(_ANSWER_SECONDS))
        except (OSError, ValueError) as error:  # it is gone, or this is closed
            self.close()
            raise RuntimeError("the warm process has ended") from error

    def _line(self, seconds):
        if not select.select([self._border], [], [], seconds)[0]:
            self._process.kill()
        line = self._lines.readline()
        if not line:
            raise ConnectionError
        return line

    def close(self):
        """End it, and with it every kernel that it forked."""
        self._lines.close()
        self._border.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait()


def warm_process(modules=None):
    """Return this process's warm process, started when there is none or it has ended."""
    global _current
    if _current is not None and _current.ended:
        _current.close()
        _current = WarmProcess(_current.modules if modules is None else modules)
    elif _current is None:
        _current = WarmProcess(modules or ())
    return _current
