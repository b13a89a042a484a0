"""Start a fork server, see `nbautograde.kernels.fork_server`, and ask it for kernels."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nbautograde.course.files import put
from nbautograde.course.trees import delete
from nbautograde.sandbox import environment_inside, wrapped

__all__ = [
    "NO_DEVICES",
    "ONE_THREAD",
    "ForkServer",
    "begin_submission",
    "clean_fork_server",
    "end_submission",
    "fork_server",
]

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


class ForkServer:
    """The fork server of a worker.

    Parameters
    ----------
    modules : sequence of str
        What it imports before it forks kernels.
    sandboxed : bool
        Whether it runs inside the sandbox, and its kernels with it.
    readable : sequence of str
        Files and folders of the course that can be read inside.

    Attributes
    ----------
    folder : str
        The folder for its kernels' sockets and files; inside the sandbox the only one.
    folders : sequence of str
        Folders in there that the submission in hand needs: a new kernel finds them and nothing else.
    files : dict
        What the submission's folder held at first.
    moved : dict
        Where the submission's folder is now, by where it was in a fork server that this one has replaced.
    uncleaned : list of str
        What could not be cleaned up since the submission began.
    """

    def __init__(self, modules=(), sandboxed=False, readable=()):
        ours, its = socket.socketpair()
        self.sandboxed, self.folder = sandboxed, tempfile.mkdtemp(prefix="sandbox-")
        given = environment_inside(os.environ) if sandboxed else os.environ
        environment = {**given, **ONE_THREAD, **NO_DEVICES, **_QUIET}
        if sandboxed:
            environment |= {"HOME": self.folder, "PYTHONNOUSERSITE": "1"}
        command = [sys.executable, "-P", "-m", "nbautograde.kernels.fork_server", str(its.fileno()), *modules]
        if sandboxed:
            command = wrapped(command, self.folder, readable)
        self.modules, self.readable, self.folders, self.files = modules, readable, (), {}
        self.moved, self.uncleaned = {}, []
        self._process = subprocess.Popen(
            command, pass_fds=[its.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
        its.close()
        self._socket, self._received, self._ready = ours, b"", False

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
            self._socket.settimeout(_ANSWER_SECONDS)
            self._socket.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(self._line(_ANSWER_SECONDS))
        except (OSError, ValueError) as error:  # it is gone, says nothing, or this is closed
            self._process.kill()
            self.close()
            raise RuntimeError("the fork server has ended") from error
        if "failed" in answer:
            self.close()
            raise RuntimeError(f"the fork server has ended: {answer['failed']}")
        return answer

    def _line(self, seconds):
        """Return the next line; one that does not come in time is no reason to wait for its end."""
        end = time.monotonic() + seconds
        while b"\n" not in self._received:
            self._socket.settimeout(max(0.001, end - time.monotonic()))
            received = self._socket.recv(1 << 16)
            if not received:
                raise ConnectionError
            self._received += received
        line, self._received = self._received.split(b"\n", 1)
        return line

    def settle(self, files):
        """Make a folder with a submission's files, under a name that no one could prepare, and return it.

        Parameters
        ----------
        files : dict
            Content, as bytes, by path.
        """
        place = Path(tempfile.mkdtemp(prefix="work-", dir=self.folder))
        put(place, files)
        self.folders, self.files = (str(place),), files
        return place

    def clear(self):
        """End what is left of the last kernel and delete what it left, but for `folders`.

        Returns
        -------
        str
            What could not be cleaned up; empty where nothing is left.
        """
        folders = ("/tmp", "/dev/shm") if self.sandboxed else ()
        keep = [self.folder] if self.sandboxed else []
        try:
            left = self.ask(do="clear", folders=folders, keep=keep)["left"]
            return left or self.ask(do="clear", folders=[self.folder], keep=self.folders)["left"]
        except RuntimeError as error:
            return str(error)

    def close(self):
        """End it, and with it every kernel that it forked."""
        self._socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait()
        delete(self.folder)


def fork_server(modules=None, sandboxed=None, readable=None):
    """Return this process's fork server, started when there is none, it has ended or is of the other kind.

    Parameters
    ----------
    modules : sequence of str, optional
        What a new one imports; by default what the last one did.
    sandboxed : bool, optional
        Whether it is inside the sandbox; by default as the last one was.
    readable : sequence of str, optional
        What of the course a new one can read inside; by default what the last one could.
    """
    global _current
    if _current is None:
        _current = ForkServer(modules or (), bool(sandboxed), readable or ())
    elif _current.ended or sandboxed not in (None, _current.sandboxed):
        _current = _replaced(_current, modules, sandboxed, readable)
    return _current


def clean_fork_server():
    """Return this process's fork server without anything of the last kernel; a new one where that is needed.

    A new one has a new folder, in which the submission in hand finds its files again.

    Raises
    ------
    RuntimeError
        Where a new one is not clean either.
    """
    if _clear() and (left := _current.clear()):
        raise RuntimeError(f"a new sandbox is not clean: {left}")
    return _current


def begin_submission(files):
    """Clean up, and make the folder of a submission.

    Parameters
    ----------
    files : dict
        Its files and the course's, content, as bytes, by path.
    """
    server = fork_server()
    server.folders, server.files = (), {}
    server = clean_fork_server()
    server.moved, server.uncleaned = {}, []
    server.settle(files)


def end_submission():
    """Clean up behind a submission and return what, since it began, could not be cleaned up."""
    fork_server().folders = ()
    _clear()
    return list(dict.fromkeys(_current.uncleaned))


def _clear():
    """Clear the fork server; return whether another one has taken its place instead."""
    global _current
    server = fork_server()
    if left := server.clear():
        server.uncleaned.append(left)
        _current = _replaced(server)
    return bool(left)


def _replaced(old, modules=None, sandboxed=None, readable=None):
    """End a fork server and return another one, to which the submission in hand has moved."""
    old.close()
    new = ForkServer(
        old.modules if modules is None else modules,
        old.sandboxed if sandboxed is None else sandboxed,
        old.readable if readable is None else readable,
    )
    new.uncleaned, new.moved = old.uncleaned, old.moved
    if old.folders:
        place = str(new.settle(old.files))
        new.moved = {**dict.fromkeys(old.moved, place), old.folders[0]: place}
    return new
