"""Kernels that are forks of a warm process, for jupyter_client: a provisioner, a manager and a client."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from queue import Empty

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Type

from grader.autograding.limits import Limits

__all__ = ["WarmKernelClient", "WarmKernelManager", "WarmProcess", "WarmProvisioner", "warm_process"]

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_QUIET = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
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
        environment = {**os.environ, **_ONE_THREAD, **_QUIET}
        command = [sys.executable, "-P", "-m", "grader.autograding.warm", str(its.fileno()), *modules]
        self._process = subprocess.Popen(
            command, pass_fds=[its.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
        its.close()
        self._border, self._lines, self._ready = ours, ours.makefile("rb"), False

    def ask(self, **request):
        """Send a request and return the answer; the first one waits until all is imported."""
        if not self._ready:
            self._lines.readline()
            self._ready = True
        self._border.sendall(json.dumps(request).encode() + b"\n")
        line = self._lines.readline()
        if not line:
            raise RuntimeError("the warm process has ended")
        return json.loads(line)

    def close(self):
        """End it, and with it every kernel that it forked."""
        self._border.close()
        self._lines.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def warm_process(modules=()):
    """Return this process's warm process, started when there is none or it has ended."""
    global _current
    if _current is None or _current._process.poll() is not None:
        _current = WarmProcess(modules)
    return _current


class _ForkedKernel:
    """What `LocalProvisioner` needs of a process, for a fork of the warm process."""

    stdin = stdout = stderr = None

    def __init__(self, warm, pid):
        self._warm, self.pid, self.ended = warm, pid, None

    @property
    def reason(self):
        """Why the warm process ended it, empty where it ended by itself."""
        self.poll()
        if self.ended is None or self.ended["reason"] or self.ended["exit"] >= 0:
            return self.ended["reason"] if self.ended else ""
        return f"by {signal.Signals(-self.ended['exit']).name}"

    def poll(self):
        if self.ended is None:
            ended = self._warm.ask(do="poll")
            if ended["exit"] is None:
                return None
            self.ended = ended
        return self.ended["exit"]

    def wait(self):
        return self.poll()

    def send_signal(self, number):
        os.killpg(self.pid, number)

    def kill(self):
        if self.ended is None:
            self.ended = self._warm.ask(do="kill")

    terminate = kill


class WarmProvisioner(LocalProvisioner):
    """Start a kernel by a fork of the warm process; end it with everything that it started."""

    async def launch_kernel(self, cmd, **kwargs):
        """Fork a kernel with the connection file that `cmd` names."""
        limits = Limits(config=self.parent.config)
        warm = warm_process()
        answer = warm.ask(
            do="fork",
            arguments=cmd[cmd.index("-f") :],
            cwd=str(kwargs.get("cwd") or os.getcwd()),
            environment={**kwargs.get("env", os.environ), **_ONE_THREAD},
            limits={name: getattr(limits, name) for name in limits.trait_names(config=True)},
        )
        self.process = _ForkedKernel(warm, answer["pid"])
        self.pid = self.pgid = answer["pid"]
        return self.connection_info

    async def kill(self, restart=False):
        """End the kernel and everything that it started."""
        if self.process:
            self.process.kill()

    terminate = kill

    async def wait(self):
        """Wait for the end of the kernel."""
        while self.process and await self.poll() is None:
            await asyncio.sleep(0.005)
        code, self.process = (self.process.poll() if self.process else 0), None
        return code


class WarmKernelClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel is."""

    def start_channels(self, shell=True, iopub=True, stdin=False, hb=False, control=True):
        """Start the channels that executing a notebook needs."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def _async_wait_for_ready(self, timeout=None):
        """Wait until the kernel answers and its outputs arrive."""
        end = time.monotonic() + (timeout or 60)
        while time.monotonic() < end:
            asked = self.kernel_info()
            try:
                while (await self.shell_channel.get_msg(timeout=1))["parent_header"].get("msg_id") != asked:
                    pass
                while True:
                    message = await self.iopub_channel.get_msg(timeout=0.2)
                    answers = message["parent_header"].get("msg_id") == asked
                    if answers and message["content"].get("execution_state") == "idle":
                        return
            except Empty:
                if not await self._async_is_alive():
                    break
        raise RuntimeError("the kernel did not get ready")

    wait_for_ready = _async_wait_for_ready


class WarmKernelManager(AsyncKernelManager):
    """A manager of forked kernels, on sockets in a folder of this user alone.

    No message beyond `Limits.output_mb` is accepted.
    """

    client_factory = Type(WarmKernelClient).tag(config=True)

    def __init__(self, **kwargs):
        self._folder = tempfile.mkdtemp(prefix="kernel-")
        super().__init__(**kwargs)
        self.transport = "ipc"
        self.ip = os.path.join(self._folder, "s")
        self.connection_file = os.path.join(self._folder, "kernel.json")
        self.context.maxmsgsize = (Limits(config=self.config).output_mb + 1) << 20

    async def _async_cleanup_resources(self, restart=False):
        await super()._async_cleanup_resources(restart)
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources
