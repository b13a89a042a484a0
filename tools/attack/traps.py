"""What shows that harm was done: a process, listeners, files of the course, what is left behind."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from nbautograde.course.trees import delete, paths_below

__all__ = ["Traps", "changed_files", "clean_up", "files_of", "left_processes", "planted_files"]

_SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/dev")
_GRACE_SECONDS = 5


class Traps:
    """A process that could be ended, listeners that could be reached, a door that could be opened.

    Parameters
    ----------
    stage : Stage
        What the traps are for.

    Attributes
    ----------
    heard : list of str
        What came in.
    """

    def __init__(self, stage):
        self._stage, self.heard, self._end = stage, [], threading.Event()

    def __enter__(self):
        sleeper = f"import time; time.sleep(7200)  # {self._stage.secrets['process']}"
        self._process = subprocess.Popen([sys.executable, "-c", sleeper], start_new_session=True)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._hidden = socket.socket(socket.AF_UNIX)
        self._hidden.bind(f"\0{self._stage.run}")
        self._hidden.listen()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._door = free.getsockname()[1]
        tasks = [(self._listen, self._listening), (self._listen, self._hidden), (self._knock,)]
        self._threads = [threading.Thread(target=one[0], args=one[1:], daemon=True) for one in tasks]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        for thread in self._threads:
            thread.join()
        self._listening.close()
        self._hidden.close()
        self._process.kill()
        self._process.wait()

    def words(self):
        """Return what words in capitals stand for in an attack's source."""
        return {"PORT": self._listening.getsockname()[1], "DOOR": self._door, "PID": self._process.pid}

    def harm(self):
        """Return what has happened to them, a text each."""
        ended = ["a process was ended"] if self._process.poll() is not None else []
        return ended + [f"there was a connection: {text[:60]}" for text in self.heard]

    def _listen(self, server):
        server.settimeout(0.2)
        while not self._end.is_set():
            with contextlib.suppress(OSError):
                one, _ = server.accept()
                with one:
                    one.settimeout(2)
                    self.heard.append(one.recv(10_000).decode("utf-8", "replace"))

    def _knock(self):
        while not self._end.wait(0.2):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._door), 1) as one:
                one.settimeout(2)
                self.heard.append(one.recv(1000).decode("utf-8", "replace"))


def files_of(stage):
    """Return a hash of each file that grading must leave alone, by path."""
    places = [stage.course / name for name in ("solutions", "notebooks", "submitted", "nbgrader_config.py")]
    found = {}
    for place in (*places, stage.folder / "site", stage.folder / "outside", stage.folder / "home" / ".netrc"):
        for path in [place] if place.is_file() else place.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def changed_files(stage, before):
    """Return (path, text) for each file that is not as it was, or new."""
    after = files_of(stage)
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            what = "deleted" if path not in after else "changed" if path in before else "planted"
            yield Path(path), f"{Path(path).relative_to(stage.folder)} was {what}"


def planted_files(stage):
    """Return the files that were left for others: marked ones at home and where all programs leave theirs."""
    mark = stage.run.encode()
    names = (f"{word}-{stage.run}*" for word in ("planted", "left", "d"))
    found = [path for name in names for folder in _SHARED for path in Path(folder).glob(name)]
    home = stage.folder / "home"
    for path in map(home.joinpath, paths_below(home)):
        if path.is_file() and path.stat().st_size < 1 << 20 and mark in path.read_bytes():
            found.append(path)
    return found


def left_processes(stage):
    """Return {process id: command line} of what a run has left behind, once all had time to end."""
    end = time.monotonic() + _GRACE_SECONDS
    while (found := dict(_marked(stage.run.encode()))) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def _marked(mark):
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            told = b""
            for about in ("cmdline", "environ", "comm"):
                with contextlib.suppress(OSError):
                    told += Path("/proc", name, about).read_bytes() + b"\n"
            with contextlib.suppress(OSError):
                ended = Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()[0] == b"Z"
                if mark in told and not ended:
                    yield int(name), told.split(b"\n")[0].replace(b"\0", b" ").decode("utf-8", "replace")


def clean_up(stage):
    """End what a run has left behind, and delete its files outside of the stage."""
    for pid in dict(_marked(stage.run.encode())):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for folder in _SHARED:
        for path in Path(folder).glob(f"*{stage.run}*"):
            with contextlib.suppress(OSError):
                delete(path) if path.is_dir() and not path.is_symlink() else path.unlink()
