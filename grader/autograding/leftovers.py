"""What a kernel starts and leaves behind: processes, files, shared memory, queues and semaphores."""

import contextlib
import ctypes
import os
import re
import shutil

__all__ = ["clear", "clear_ipc", "descendants", "share"]

_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / (1 << 20)
_IPC_RMID = 0


def descendants():
    """Return (pid, megabytes that are no file's) of every process below this one."""
    parents, sizes = {}, {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with (
                contextlib.suppress(OSError),
                open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file,
            ):
                state, parent = file.read().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[int(name)] = int(parent)
    below, frontier = [], {os.getpid()}
    while frontier:
        frontier = {pid for pid, parent in parents.items() if parent in frontier}
        below += frontier
    for pid in below:
        with contextlib.suppress(OSError):
            sizes[pid] = _own_megabytes(pid)
    return [(pid, sizes.get(pid, 0.0)) for pid in below]


def share(pid, megabytes):
    """Return a process's share of the memory it uses with others, `megabytes` where that cannot be known."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return int(re.search(r"^Pss: +(\d+) kB", file.read(), re.MULTILINE)[1]) / 1024
    return megabytes


def _own_megabytes(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        resident, shared = map(int, file.read().split()[1:3])
    return (resident - shared) * _PAGE_MB


def clear(folder, *keep):
    """Empty a folder, except what leads to the folders `keep`."""
    for entry in os.scandir(folder):
        if any(f"{path}/".startswith(f"{entry.path}/") for path in keep):
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                os.unlink(entry.path)


def clear_ipc():
    """Remove System V's memory, queues and semaphores: inside the sandbox all of them are a student's."""
    libc = ctypes.CDLL(None)
    for kind, remove in (
        ("shm", lambda number: libc.shmctl(number, _IPC_RMID, None)),
        ("msg", lambda number: libc.msgctl(number, _IPC_RMID, None)),
        ("sem", lambda number: libc.semctl(number, 0, _IPC_RMID)),
    ):
        with contextlib.suppress(OSError), open(f"/proc/sysvipc/{kind}", encoding="ascii") as file:
            for line in file.readlines()[1:]:
                remove(int(line.split()[1]))
