"""What a student handed in, read with suspicion: regular files of sane size, nothing from elsewhere."""

import fnmatch
import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Submission", "read_submission", "students_of"]

_STAMP = "timestamp.txt"
_MOST_FILES, _DEEPEST = 200, 20
_LARGEST_ALL = 4
"""All files together may be as large as this many of the largest file."""


@dataclass(frozen=True)
class Submission:
    """A student's files.

    Attributes
    ----------
    student : str
        The student's id.
    files : dict
        Content, as bytes, by path in the submission's folder.
    events : list of tuple
        (status, text) for each file that was not taken.
    timestamp : str or None
        What `timestamp.txt` says.
    """

    student: str
    files: dict
    events: list = field(default_factory=list)
    timestamp: str | None = None

    def digest(self):
        """Return a hash of what was handed in."""
        told = [(path, hashlib.sha256(content).hexdigest()) for path, content in sorted(self.files.items())]
        return hashlib.sha256(repr((self.student, told, self.events, self.timestamp)).encode()).hexdigest()


def students_of(coursedir):
    """Return, sorted, who of those that a course directory asks for has handed in."""
    place = coursedir.format_path(coursedir.submitted_directory, "*", coursedir.assignment_id)
    submitted = Path(str(place).split("*")[0])
    excluded = coursedir.student_id_exclude.split(",")
    return sorted(
        folder.name
        for folder in (submitted.iterdir() if submitted.is_dir() else ())
        if os.path.lexists(folder / coursedir.assignment_id)
        and (folder.name == coursedir.student_id or fnmatch.fnmatchcase(folder.name, coursedir.student_id))
        and folder.name not in excluded
        and not folder.name.startswith(".")
    )


def read_submission(folder, student, notebooks, limits):
    """Read a submission's folder.

    Parameters
    ----------
    folder : Path
        The folder, `submitted/<student>/<assignment>`.
    student : str
        The student's id.
    notebooks : iterable of str
        The assignment's notebooks, without `.ipynb`.
    limits : Limits
        How large a file may be.
    """
    for part in (folder.parent, folder):
        if part.is_symlink():
            text = f"The folder {part.name} is a link, to {_target(part)}: nothing of it was read."
            return Submission(student, {}, [("linked file", text)])
    files, events, refused_names = {}, [], set()
    wanted = {f"{notebook}.ipynb" for notebook in notebooks}
    first = {folder / name for name in (*wanted, _STAMP)}
    paths = sorted(_walk(folder, events), key=lambda path: (path not in first, path.suffix != ".ipynb"))
    largest = limits.notebook_mb << 20
    room = _LARGEST_ALL * largest
    for path in paths[:_MOST_FILES]:
        name = str(path.relative_to(folder))
        try:
            files[name] = _read(path, largest, room)
            room -= len(files[name])
        except _Refused as refused:
            events.append((refused.status, f"{name} {refused}"))
            refused_names.add(name)
    if len(paths) > _MOST_FILES:
        events.append(("file too large", f"Only the first {_MOST_FILES} of {len(paths)} files were read."))
    for name in sorted(wanted - set(files) - refused_names):
        events.append(("missing notebook", f"{name} was not handed in."))
    stamp = files.pop(_STAMP, b"").decode("utf-8", "replace").strip()
    return Submission(student, files, events, stamp or None)


class _Refused(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def _walk(folder, events):
    """Yield the paths of files and links; note folders that cannot be read."""

    def note(error):
        if not isinstance(error, NotADirectoryError):  # a file has the folder's name: all is missing
            name = Path(error.filename).name
            events.append(("not graded", f"The folder {name} could not be read: {error.strerror}."))

    for parent, folders, names in os.walk(folder, onerror=note, followlinks=False):
        yield from (Path(parent, name) for name in folders if os.path.islink(os.path.join(parent, name)))
        folders[:] = [name for name in folders if not name.startswith(".")]
        if folders and len(Path(parent).relative_to(folder).parts) == _DEEPEST:
            folders.clear()
            events.append(("file too large", f"What lies more than {_DEEPEST} folders deep was not read."))
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _target(path):
    return str(path.readlink())[:80]


def _read(path, largest, room):
    """Return a file's content; it is opened without following a link, and without waiting for a pipe."""
    if path.is_symlink():
        raise _Refused("linked file", f"is a link, to {_target(path)}: it was not read.")
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _Refused("not a notebook", "is no regular file: it was not read.")
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(number, "rb") as file:
            about = os.fstat(number)
            if about.st_size > largest:
                raise _Refused("file too large", f"has more than {largest >> 20} MB: it was not read.")
            if about.st_size > room:
                raise _Refused("file too large", "was not read: all files together are too large.")
            return file.read(largest)
    except OSError as error:
        raise _Refused("not graded", f"could not be read: {error.strerror}.") from error
