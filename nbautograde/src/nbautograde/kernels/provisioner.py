"""Kernels that are forks of a fork server, for jupyter_client: a provisioner, a manager and a client."""

import asyncio
import contextlib
import os
import signal
import tempfile
import time
from queue import Empty

import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Type, default

from nbautograde.course.trees import delete
from nbautograde.kernels.fork_server_client import NO_DEVICES, ONE_THREAD, clean_fork_server, fork_server
from nbautograde.limits import Limits
from nbautograde.sandbox import environment_inside

__all__ = ["ForkedKernelClient", "ForkedKernelManager", "ForkedKernelProvisioner"]

_RETRY_MILLISECONDS, _SEND_MILLISECONDS = 5, 5_000
_SPARE_MB = 256


def _home(folder, server):
    """Make a home for one kernel in its folder and return the variables that lead programs there."""
    home = tempfile.mkdtemp(prefix="home-", dir=folder)
    places = {
        "HOME": "",
        "IPYTHONDIR": ".ipython",
        "JUPYTER_CONFIG_DIR": ".jupyter",
        "JUPYTER_DATA_DIR": ".local/share/jupyter",
        "JUPYTER_RUNTIME_DIR": ".local/share/jupyter/runtime",
        "MPLCONFIGDIR": ".config/matplotlib",
        "TORCH_HOME": ".cache/torch",
        "XDG_CACHE_HOME": ".cache",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
    }
    here = {name: os.path.join(home, place) if place else home for name, place in places.items()}
    here |= {"JUPYTER_NO_CONFIG": "1", "PYTHONNOUSERSITE": "1"}
    return {**here, "TMPDIR": "/tmp"} if server.sandboxed else here


class _KernelProcess:
    """What `LocalProvisioner` needs of a process, for a fork of the fork server."""

    stdin = stdout = stderr = None

    def __init__(self, server, pid):
        self._server, self.pid, self.ended = server, pid, None

    @property
    def reason(self):
        """Why the fork server ended it, empty where it ended by itself."""
        self.poll()
        if self.ended is None or self.ended["reason"] or self.ended["exit"] >= 0:
            return self.ended["reason"] if self.ended else ""
        return f"by {signal.Signals(-self.ended['exit']).name}"

    def poll(self):
        if self.ended is None:
            ended = self._ask("poll")
            if ended["exit"] is None:
                return None
            self.ended = ended
        return self.ended["exit"]

    def _ask(self, what):
        try:
            return self._server.ask(do=what)
        except RuntimeError:  # so its kernels have ended too
            return {"exit": -signal.SIGKILL, "reason": "it took the process with it that had started it"}

    def wait(self):
        return self.poll()

    def send_signal(self, number):
        self._server.ask(do="signal", number=int(number))

    def kill(self):
        if self.ended is None:
            self.ended = self._ask("kill")

    terminate = kill


class ForkedKernelProvisioner(LocalProvisioner):
    """Start a kernel by a fork of the fork server; end it with everything that it started."""

    async def launch_kernel(self, cmd, **kwargs):
        """Fork a kernel with the connection file that `cmd` names."""
        limits = Limits(config=self.parent.config)
        server = fork_server()
        given = kwargs.get("env", os.environ)
        given = environment_inside(given) if server.sandboxed else given
        cwd = str(kwargs.get("cwd") or os.getcwd())
        answer = server.ask(
            do="fork",
            arguments=cmd[cmd.index("-f") :],
            cwd=server.moved.get(cwd, cwd),
            environment={
                **given,
                **ONE_THREAD,
                **NO_DEVICES,
                **_home(os.path.dirname(self.parent.connection_file), server),
            },
            limits={name: getattr(limits, name) for name in limits.trait_names(config=True)},
        )
        self.process = _KernelProcess(server, answer["pid"])
        self.pid, self.pgid = answer["pid"], None
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


class ForkedKernelClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel is; it takes no message far beyond `Limits.output_mb`.

    One that is dropped ends the cell by its time limit; one that is taken in, by the limit on output.
    """

    @default("context")
    def _context_default(self):
        self._created_context = True
        context = zmq.asyncio.Context()
        context.reconnect_ivl = _RETRY_MILLISECONDS
        context.sndtimeo = _SEND_MILLISECONDS  # a kernel may have hung up
        context.maxmsgsize = (Limits(config=self.config).output_mb + _SPARE_MB) << 20
        return context

    def start_channels(self, shell=True, iopub=True, stdin=False, hb=False, control=True):
        """Start the channels that executing a notebook needs."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)

    async def _async_wait_for_ready(self, timeout=None):
        """Wait until outputs arrive: the kernel says so when it knows that this client listens (JEP 65)."""
        end = time.monotonic() + (timeout or 60)
        while time.monotonic() < end:
            with contextlib.suppress(Empty):
                if (await self.iopub_channel.get_msg(timeout=1))["msg_type"] == "iopub_welcome":
                    return
            if not await self._async_is_alive():
                break
        raise RuntimeError("the kernel did not get ready")

    wait_for_ready = _async_wait_for_ready


class ForkedKernelManager(AsyncKernelManager):
    """A manager of forked kernels, on sockets in a folder of this user alone."""

    client_factory = Type(ForkedKernelClient).tag(config=True)

    def __init__(self, **kwargs):
        self._folder = tempfile.mkdtemp(prefix="kernel-", dir=clean_fork_server().folder)
        super().__init__(**kwargs)
        self.transport = "ipc"
        self.ip = os.path.join(self._folder, "s")
        self.connection_file = os.path.join(self._folder, "kernel.json")

    async def _async_cleanup_resources(self, restart=False):
        await super()._async_cleanup_resources(restart)
        if not restart:
            delete(self._folder)

    cleanup_resources = _async_cleanup_resources
