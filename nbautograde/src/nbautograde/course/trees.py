"""Folders that a student's code made: emptied, deleted, copied, listed, however deep, whatever their modes.

Nothing here follows a link, and nothing calls itself for each level. Folders are emptied through descriptors:
what is deep is first moved up, so that no path gets long.
"""

import contextlib
import itertools
import os
import secrets
import shutil
import stat
import tempfile
import time

__all__ = ["copy_tree", "delete", "empty", "paths_below", "thrown_away"]

_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW
_AT_A_TIME = 10_000
_DEEPEST = 100


def empty(folder, keep=(), seconds=30):
    """Delete all that is in a folder but some folders, and say whether nothing else is left.

    Parameters
    ----------
    folder : path
        The folder; it stays.
    keep : iterable of path
        Folders below it that stay as they are. So do the folders that lead there, but nothing beside them.
    seconds : float
        How long this may take.

    Returns
    -------
    bool
        Whether nothing is left but what was to be kept.
    """
    folder, end = os.path.abspath(folder), time.monotonic() + seconds
    kept = {os.path.abspath(path) for path in keep}
    levels = {above for path in kept for above in _between(folder, path)}
    done = True
    for level in sorted({folder, *levels} - kept, key=len):
        names = {os.path.basename(path) for path in kept | levels if os.path.dirname(path) == level}
        try:
            with _opened(level) as number:
                done = _empty(number, names, end) and done
        except OSError:
            done = False
    return done


def delete(folder, seconds=60):
    """Delete a folder and return whether it is gone; never raises for what is in there."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            return False
        empty(folder, seconds=seconds)
        with contextlib.suppress(OSError):
            os.rmdir(folder)
    return not os.path.lexists(folder)


@contextlib.contextmanager
def thrown_away(prefix):
    """Yield the path of a new temporary folder and delete it afterwards."""
    folder = tempfile.mkdtemp(prefix=prefix)
    try:
        yield folder
    finally:
        delete(folder)


def paths_below(folder):
    """Yield the path, below a folder, of all that is in there, up to a hundred levels deep.

    A folder that cannot be read is taken for an empty one.
    """
    waiting = [("", 0)]
    while waiting:
        below, depth = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, below)) as entries:
                found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        except OSError:
            continue
        for name, is_folder in found:
            path = os.path.join(below, name)
            yield path
            if is_folder and depth < _DEEPEST:
                waiting.append((path, depth + 1))


def copy_tree(source, target):
    """Copy files, folders and links into a folder; what cannot be read, and what is none of these, stays."""
    for path in paths_below(source):
        there, here = os.path.join(source, path), os.path.join(target, path)
        with contextlib.suppress(OSError):
            mode = os.lstat(there).st_mode
            if stat.S_ISDIR(mode):
                os.mkdir(here)
            elif stat.S_ISREG(mode) or stat.S_ISLNK(mode):
                shutil.copy2(there, here, follow_symlinks=False)


def _between(folder, path):
    """Return the paths from below a folder to what is above another path."""
    found = []
    while (path := os.path.dirname(path)) != folder:
        if len(path) <= len(folder):
            return []
        found.append(path)
    return found


@contextlib.contextmanager
def _opened(name, above=None):
    """Open a folder, and let it be read and written by us, whatever its mode."""
    place = os.open(name, _FOLDER, dir_fd=above)
    try:
        mode = stat.S_IMODE(os.fstat(place).st_mode)
        if mode & stat.S_IRWXU != stat.S_IRWXU:
            os.chmod(f"/proc/self/fd/{place}", mode | stat.S_IRWXU)
        number = os.open(f"/proc/self/fd/{place}", os.O_RDONLY | os.O_DIRECTORY)
    finally:
        os.close(place)
    try:
        yield number
    finally:
        os.close(number)


def _empty(top, keep, end):
    """Empty an open folder but for some names; return whether that was done."""
    while names := _some_names(top, keep):
        if time.monotonic() > end:
            return False
        removed = False
        for name in names:
            with contextlib.suppress(OSError):
                if _is_folder(name, top):
                    _remove_folder(name, top, end)
                else:
                    os.unlink(name, dir_fd=top)
                removed = True
        if not removed:
            return False
    return True


def _remove_folder(name, top, end):
    """Remove a folder; the folders in it are moved up to where it is, to be removed next."""
    with _opened(name, top) as number:
        while names := _some_names(number):
            if time.monotonic() > end:
                raise TimeoutError
            for inside in names:
                if not _is_folder(inside, number):
                    os.unlink(inside, dir_fd=number)
                    continue
                with _opened(inside, number):  # a folder that moves must be writable
                    os.rename(inside, f"moved-up-{secrets.token_hex(8)}", src_dir_fd=number, dst_dir_fd=top)
    os.rmdir(name, dir_fd=top)


def _some_names(number, but=()):
    with os.scandir(number) as entries:
        return list(itertools.islice((entry.name for entry in entries if entry.name not in but), _AT_A_TIME))


def _is_folder(name, above):
    return stat.S_ISDIR(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode)
