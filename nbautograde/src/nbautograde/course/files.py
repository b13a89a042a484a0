"""Files between memory and a worker's folders: what comes in, what is given, what grading leaves."""

import atexit
import contextlib
import shutil
import tempfile
from pathlib import Path

import nbformat

from nbautograde.course.intake import NotANotebook, notebook_of
from nbautograde.course.trees import delete, paths_below

__all__ = ["put", "readable", "source_folder", "take"]

_MOST_FILES = 400
_LARGEST_ALL = 8
"""All files together may be as large as this many of the largest file."""

_folders = {}


def source_folder(course):
    """Return a folder of this process with the course's source notebooks, as they lie in the course."""
    if course.key not in _folders:
        _folders[course.key] = folder = tempfile.mkdtemp(prefix="source-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        put(Path(folder), course.source)
    return _folders[course.key]


def readable(files, events):
    """Return files, content by path, notebooks mended as `nbautograde.course.intake` does.

    Notebooks that are none are left out and noted in `events`.
    """
    found = dict(files)
    for name, content in files.items():
        if name.endswith(".ipynb") and "/" not in name:
            try:
                found[name] = nbformat.writes(notebook_of(content)).encode()
            except NotANotebook as error:
                del found[name]
                events.append(("not a notebook", f"{name} is no notebook: {error}."))
    return found


def put(folder, files):
    """Write files, content by path, to a folder; what is there already and in the way goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        for above in path.parents[: len(Path(name).parts) - 1]:
            if above.is_file():
                above.unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            delete(path)
        path.write_bytes(content)


def take(folder, largest, left=None):
    """Return the files of a folder, content by path, except links and what is too large or too much.

    Parameters
    ----------
    folder : Path
        The folder.
    largest : int
        How many bytes a file may have.
    left : list, optional
        To it go the names of files that were too large.
    """
    found, room = {}, _LARGEST_ALL * largest
    for path in sorted((folder / below for below in paths_below(folder)), key=_notebooks_first):
        with contextlib.suppress(OSError):  # what cannot be read is as good as not there
            if path.is_symlink() or not path.is_file() or len(found) == _MOST_FILES:
                continue
            size, name = path.stat().st_size, str(path.relative_to(folder))
            if size <= min(largest, room):
                found[name] = path.read_bytes()
                room -= size
            elif left is not None:
                left.append(name)
    return found


def _notebooks_first(path):
    return path.suffix != ".ipynb", path
