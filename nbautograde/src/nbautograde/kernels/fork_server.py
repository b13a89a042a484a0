"""The fork server: it has the course's imports loaded and forks a kernel for each notebook.

It is started as `python -m nbautograde.kernels.fork_server <socket> <module> ...` and talks in lines of JSON.
It kills what a kernel leaves behind, and a kernel whose processes are too many or take too much memory. It
holds nothing secret: kernels are forks of it.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import stat
import sys
import time

from nbautograde.course.trees import empty
from nbautograde.kernels.process_cleanup import clear_ipc, descendants, mounted_below, mounts, share
from nbautograde.limits import restrict_process

__all__ = ["main"]

_LOOK_SECONDS, _CLEAR_SECONDS = 0.05, 15
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36


def main():
    """Load the modules named on the command line and serve until the socket closes."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # its memory is no business of a kernel's
    for name in sys.argv[2:]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    _preload_kernel()
    gc.collect()
    gc.freeze()  # a fork does not touch, and so does not copy, what is there already
    with contextlib.suppress(OSError), contextlib.closing(_Server(connection)) as server:
        server.serve()  # until who asks for kernels is gone


class _Server:
    """Forks kernels on request and keeps an eye on the one that runs."""

    def __init__(self, connection):
        self._socket = connection
        self._kernel = self._limits = None
        self._ended = {"exit": None, "reason": "", "peak_mb": 0.0}
        self._clean, self._mounts = False, mounts()
        self._devices = {name: os.stat(name).st_mode for name in _DEVICES if os.path.exists(name)}

    def serve(self):
        self._socket.sendall(b'{"ready": true}\n')
        lines = b""
        while True:
            ready, _, _ = select.select([self._socket], [], [], _LOOK_SECONDS if self._kernel else None)
            if ready:
                received = self._socket.recv(1 << 16)
                if not received:
                    break
                lines += received
                while b"\n" in lines:
                    line, lines = lines.split(b"\n", 1)
                    request = json.loads(line)
                    self._socket.sendall(json.dumps(self._answer(**request)).encode() + b"\n")
            else:
                self._look()

    def _answer(self, do, **request):
        """Do what is asked; whoever asked ends this process where that went wrong."""
        try:
            return getattr(self, f"_{do}")(**request)
        except Exception as error:
            self._clean = False
            return {"failed": f"{type(error).__name__}: {error}"}

    def _clear(self, folders, keep=()):
        """End what is left of the last kernel, empty folders but for `keep`, and say what is still there."""
        self._kill()
        left = ["processes"] if descendants() else []
        if os.getpid() == 1:  # inside the sandbox
            left += [] if clear_ipc() else ["shared memory, queues or semaphores"]
            left += [] if mounts() == self._mounts else ["a folder that was moved"]
            for name, mode in self._devices.items():  # they are the host's
                if os.stat(name).st_mode != mode:
                    os.chmod(name, stat.S_IMODE(mode))
        if not left:
            for folder in folders:
                done = empty(folder, [*keep, *mounted_below(folder)], _CLEAR_SECONDS)
                left += [] if done else [f"files in {folder}"]
        self._clean = not left
        return {"left": ", ".join(left)}

    def _fork(self, arguments, cwd, environment, limits):
        """Fork a kernel, once after each clean-up."""
        if not self._clean:
            return {"failed": "what the last kernel left was not cleaned up"}
        self._clean = False
        pid = os.fork()
        if pid == 0:
            self._socket.close()
            _run_kernel(arguments, cwd, environment, limits)
        self._kernel, self._limits = pid, limits
        self._ended = {"exit": None, "reason": "", "peak_mb": 0.0}
        return {"pid": pid}

    def _signal(self, number):
        if self._kernel is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._kernel, number)
        return {}

    def _poll(self):
        self._reap()
        if self._kernel is None:
            self._kill()  # what it left behind
        return self._ended

    def _kill(self):
        """Kill the kernel and everything that it started, also what has left its group."""
        for _ in range(1000):
            if os.getpid() == 1:  # inside the sandbox: all processes but this one, at once
                with contextlib.suppress(ProcessLookupError):
                    os.kill(-1, signal.SIGKILL)
                self._reap()
            pids = [pid for pid, _ in descendants()]
            if not pids and self._kernel is None:
                break
            for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first, so that none forks meanwhile
                for pid in pids:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, number)
            self._reap()
            time.sleep(0.001)
        return self._ended

    close = _kill

    def _look(self):
        processes = descendants()
        if len(processes) > self._limits["processes"]:
            self._ended["reason"] = f"it had more than {self._limits['processes']} processes"
        else:
            self._look_at_memory(processes)
        self._reap()
        if self._ended["reason"] or self._kernel is None:
            self._kill()

    def _look_at_memory(self, processes):
        memory = sum(megabytes for _, megabytes in processes)
        if memory > self._limits["memory_mb"]:  # pages that they share were counted for each
            memory = sum(share(pid, megabytes) for pid, megabytes in processes)
        self._ended["peak_mb"] = max(self._ended["peak_mb"], memory)
        if memory > self._limits["memory_mb"]:
            self._ended["reason"] = f"out of memory: it had more than {self._limits['memory_mb']} MB"

    def _reap(self):
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == self._kernel:
                    self._ended["exit"] = os.waitstatus_to_exitcode(found[1])
                    self._kernel = None


def _run_kernel(arguments, cwd, environment, limits):
    """Become a kernel: never returns."""
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        _die_with_parent()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        restrict_process(limits["memory_mb"], limits["written_file_mb"])
        _new_seeds()
        sys.argv = ["ipykernel_launcher", *arguments]
        from nbautograde.kernels.kernel_app import KernelApp

        app = KernelApp.instance()
        app.initialize(arguments)
        app.start()
    finally:
        os._exit(1)


def _new_seeds():
    """Seed the global generators anew: those of a fork are copies."""
    random.seed()
    for name in ("numpy", "torch"):
        if name in sys.modules:
            seed = int.from_bytes(os.urandom(4), "little")
            sys.modules[name].random.seed(seed) if name == "numpy" else sys.modules[name].manual_seed(seed)


def _preload_kernel():
    """Import what a kernel imports when it starts, so that forks need not."""
    parts = [f"ipykernel.{part}" for part in ("kernelapp", "ipkernel", "debugger", "zmqshell")]
    for name in [
        *parts,
        "psutil",
        "nbautograde.kernels.kernel_app",
        "nbautograde.isolated_tests.student_server",
    ]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _die_with_parent():
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    main()
