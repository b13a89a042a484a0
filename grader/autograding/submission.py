"""What a student handed in, read with suspicion: regular files of sane size, nothing from elsewhere."""

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Submission", "read_submission"]

_MOST_FILES = 200


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
        return hashlib.sha256(repr((self.student, told, self.events)).encode()).hexdigest()


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
    files, events, refused_names = {}, [], set()
    paths = sorted(_walk(folder), key=lambda path: path.suffix != ".ipynb")
    for path in paths[:_MOST_FILES]:
        name = str(path.relative_to(folder))
        try:
            files[name] = _read(path, limits.notebook_mb << 20)
        except _Refused as refused:
            events.append((refused.status, f"{name} {refused}"))
            refused_names.add(name)
    if len(paths) > _MOST_FILES:
        events.append(("file too large", f"Only the first {_MOST_FILES} of {len(paths)} files were read."))
    for notebook in notebooks:
        name = f"{notebook}.ipynb"
        if name not in files and name not in refused_names:
            events.append(("missing notebook", f"{name} was not handed in."))
    stamp = files.pop("timestamp.txt", b"").decode("utf-8", "replace").strip()
    return Submission(student, files, events, stamp or None)


class _Refused(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def _walk(folder):
    for parent, folders, names in os.walk(folder, followlinks=False):
        yield from (Path(parent, name) for name in folders if os.path.islink(os.path.join(parent, name)))
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _read(path, largest):
    """Return a file's content; it is opened without following a link, and without waiting for a pipe."""
    if path.is_symlink():
        raise _Refused("linked file", f"is a link, to {str(path.readlink())[:80]}: it was not read.")
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(number, "rb") as file:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode):
            raise _Refused("not a notebook", "is no regular file: it was not read.")
        if about.st_size > largest:
            raise _Refused("file too large", f"has more than {largest >> 20} MB: it was not read.")
        return file.read(largest)
