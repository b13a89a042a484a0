"""Start a fork of the student's kernel for their functions; hand its connection to the test runner."""

import contextlib
import os
import signal
import socket
import struct

from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError

from nbautograde.isolated_tests.test_runner_client import runner_client

__all__ = ["StudentFork"]

_MODULE = "nbautograde.isolated_tests.student_server"
_SERVE = f"__import__({_MODULE!r}, fromlist=['serve']).serve({{path!r}}, globals(), {{here}})"


class StudentFork:
    """A fork of the student's kernel that calls their functions.

    Parameters
    ----------
    folder : str
        Where the kernel's connection file is.
    client : jupyter_client.KernelClient
        The kernel's client.
    seconds : float
        How long the kernel may take to connect.
    here : bool
        Whether the kernel itself serves, not a fork; it ends when the connection is closed.

    Raises
    ------
    DeadKernelError
        Where it does not connect.
    """

    def __init__(self, folder, client, seconds, here=False):
        self.here = here
        path = os.path.join(folder, "room")
        with socket.socket(socket.AF_UNIX) as listening:
            _bind(listening, path)
            listening.listen(1)
            listening.settimeout(seconds)
            run_sync(_ask)(client, _SERVE.format(path=path, here=here))
            try:
                self._sock, _ = listening.accept()
            except TimeoutError:
                raise DeadKernelError("the student's kernel did not connect") from None
        self._pid = struct.unpack("3i", self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
        runner_client().open(self._sock)

    def close(self):
        """End the fork."""
        runner = runner_client()
        if runner.alive:
            runner.close_room()
        self._sock.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self._pid, signal.SIGKILL)


async def _ask(client, code):
    return client.execute(code, silent=True, store_history=False, allow_stdin=False)


def _bind(listening, path):
    """Bind a socket in a folder that a student's code may have replaced by a link to elsewhere."""
    folder = os.open(os.path.dirname(path), os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        name = os.path.basename(path)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
        listening.bind(f"/proc/self/fd/{folder}/{name}")
    finally:
        os.close(folder)
