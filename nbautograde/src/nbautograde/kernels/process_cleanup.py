"""What a kernel starts and leaves behind besides files: processes, shared memory, queues and semaphores."""

import contextlib
import ctypes
import os
import re

__all__ = ["clear_ipc", "descendants", "mounted_below", "mounts", "share"]

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


def mounts():
    """Return what is mounted, and where."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        return [tuple(line.split()[:5]) for line in file]


def mounted_below(folder):
    """Return the places below a folder where something is mounted."""
    places = [_unescaped(mount[4]) for mount in mounts()]
    return [place for place in places if place.startswith(f"{folder}/")]


def clear_ipc():
    """Remove System V's memory, queues and semaphores, and return whether none is left.

    Inside the sandbox all of them are a student's.
    """
    libc = ctypes.CDLL(None)
    for kind, remove in (
        ("shm", lambda number: libc.shmctl(number, _IPC_RMID, None)),
        ("msg", lambda number: libc.msgctl(number, _IPC_RMID, None)),
        ("sem", lambda number: libc.semctl(number, 0, _IPC_RMID)),
    ):
        for number in _ipc_numbers(kind):
            remove(number)
    return not any(_ipc_numbers(kind) for kind in ("shm", "msg", "sem"))


def _ipc_numbers(kind):
    with contextlib.suppress(FileNotFoundError), open(f"/proc/sysvipc/{kind}", encoding="ascii") as file:
        return [int(line.split()[1]) for line in file.readlines()[1:]]
    return []


def _unescaped(place):
    """Return a path as it is: the list of mounts has spaces and the like in octal."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
