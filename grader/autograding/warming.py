"""Start a warm process, see `grader.autograding.warm`, and ask it for kernels."""

import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile

from grader.rooms.sandbox import environment_inside, wrapped

__all__ = ["NO_DEVICES", "ONE_THREAD", "WarmProcess", "warm_process"]

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
NO_DEVICES = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "HIP_VISIBLE_DEVICES": "-1",
    "ONEAPI_DEVICE_SELECTOR": "opencl:cpu",
}
"""Where torch sees a device, it starts threads with the first gradient, and then a fork can take none."""

_QUIET = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
_IMPORT_SECONDS, _ANSWER_SECONDS = 600, 60
_current = None


class WarmProcess:
    """The warm process of a worker.

    Parameters
    ----------
    modules : sequence of str
        What it imports before it forks kernels.
    walled : bool
        Whether it runs inside the sandbox, and its kernels with it.

    Attributes
    ----------
    folder : str
        The folder for its kernels' sockets and files; inside the sandbox the only one.
    rooms : sequence of str
        Folders in there that the submission in hand needs: a new kernel finds them and nothing else.
    """

    def __init__(self, modules=(), walled=False):
        ours, its = socket.socketpair()
        self.walled, self.folder = walled, tempfile.mkdtemp(prefix="room-")
        given = environment_inside(os.environ) if walled else os.environ
        environment = {**given, **ONE_THREAD, **NO_DEVICES, **_QUIET}
        command = [sys.executable, "-P", "-m", "grader.autograding.warm", str(its.fileno()), *modules]
        if walled:
            command = wrapped(command, self.folder)
        self.modules, self.rooms = modules, ()
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
        shutil.rmtree(self.folder, ignore_errors=True)


def warm_process(modules=None, walled=None):
    """Return this process's warm process, started when there is none, it has ended or is of the other kind.

    Parameters
    ----------
    modules : sequence of str, optional
        What a new one imports; by default what the last one did.
    walled : bool, optional
        Whether it is inside the sandbox; by default as the last one was.
    """
    global _current
    if _current is not None and (_current.ended or walled not in (None, _current.walled)):
        _current.close()
        modules = _current.modules if modules is None else modules
        _current = WarmProcess(modules, _current.walled if walled is None else walled)
    elif _current is None:
        _current = WarmProcess(modules or (), bool(walled))
    return _current
