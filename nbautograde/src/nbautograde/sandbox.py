"""The sandbox of students' kernels: bubblewrap, with an allow-list of what is inside."""

import functools
import os
import shutil
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

from traitlets import Enum
from traitlets.config import Configurable

__all__ = ["Isolation", "SandboxError", "available", "environment_inside", "wrapped"]


_INSIDE = ("LANG", "LC_", "LD_LIBRARY_PATH", "NBGRADER_", "PATH", "PYTHON", "TZ", "VIRTUAL_ENV")
"""What the names of variables that are seen inside start with: whose else they are may hold a password."""


class SandboxError(RuntimeError):
    """There is no sandbox; the message says why."""


class Isolation(Configurable):
    """How far a student's code is kept apart: `c.Isolation.<name>` in `nbgrader_config.py`."""

    sandbox = Enum(
        ("auto", "required", "none"),
        "auto",
        help="Whether kernels run under bubblewrap: where it works, always or not at all, never.",
    ).tag(config=True)
    tests = Enum(
        ("isolated", "kernel"),
        "isolated",
        help="Where test cells run: in the test runner, or in the kernel beside the student's code.",
    ).tag(config=True)

    def why_no_sandbox(self):
        """Return why there is no sandbox, empty where there is; raise `SandboxError` where there must be."""
        if self.tests == "kernel":
            missing = "test cells run in the student's kernel, which must see the solutions"
        else:
            missing = "it is switched off" if self.sandbox == "none" else available()
        if missing and self.sandbox == "required":
            raise SandboxError(f"no sandbox: {missing}")
        return missing


def wrapped(command, writable, readable=()):
    """Return a command that runs another one inside the sandbox.

    Inside there is no network, no other process, and no file but the system's, Python's, this package's and
    `readable`, read-only; `writable` is all that can be written, besides an empty /tmp and /dev/shm.

    Parameters
    ----------
    command : list of str
        The command.
    writable : str
        A folder that is seen inside under the same name.
    readable : sequence of str
        Files and folders of the course that are seen inside, read-only.
    """
    options = ["--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--as-pid-1"]
    options += ["--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--hostname", "student"]
    options += ["--perms", "1777", "--tmpfs", "/tmp"]  # first: the checkout may be there
    for path in _readable(tuple(readable)):
        for parent in reversed(Path(path).parents):
            if str(parent) != "/":
                options += ["--perms", "0755", "--dir", str(parent)]
        options += ["--ro-bind", path, path]
    options += ["--proc", "/proc", "--remount-ro", "/proc"]  # the settings of the whole system are in there
    options += ["--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm", "--remount-ro", "/dev"]
    options += ["--bind", writable, writable, "--chdir", writable]
    options += ["--remount-ro", "/"]  # the folders that lead to what is mounted are no place to write either
    return [_bwrap(), *_merged(options), "--", *command]


def environment_inside(environment):
    """Return what of an environment may be seen inside the sandbox."""
    return {name: value for name, value in environment.items() if name.startswith(_INSIDE)}


@functools.cache
def available():
    """Return why there is no sandbox, empty where a probe run of it works."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        command = wrapped([sys.executable, "-c", "import numpy"], folder)
        try:
            probe = subprocess.run(command, capture_output=True, text=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"bubblewrap does not run here: {error}"
    return "" if probe.returncode == 0 else f"bubblewrap does not run here: {probe.stderr.strip()[:300]}"


def _bwrap():
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxError("bubblewrap is not installed")
    return found


@functools.cache
def _readable(more):
    """Return what a kernel may read: the system's libraries, Python, this package, and `more`."""
    package = Path(__file__).resolve().parent
    wanted = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache", "/etc/alternatives"]
    wanted += ["/etc/fonts", "/etc/localtime", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf"]
    wanted += [
        sys.prefix,
        sys.base_prefix,
        *site.getsitepackages(),
        sysconfig.get_path("stdlib"),
        str(package),
        *more,
    ]
    present = sorted({os.path.abspath(path) for path in wanted if os.path.exists(path)}, key=len)
    return tuple(
        path
        for number, path in enumerate(present)
        if os.path.islink(path) or not any(path.startswith(above + "/") for above in present[:number])
    )


def _merged(options):
    """Return the options without a folder that is made twice."""
    kept, seen, place = [], set(), 0
    while place < len(options):
        if options[place : place + 2] == ["--perms", "0755"]:
            part = options[place : place + 4]
            if part[3] not in seen:
                seen.add(part[3])
                kept += part
            place += 4
        else:
            kept.append(options[place])
            place += 1
    return kept
