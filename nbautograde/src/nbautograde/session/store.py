"""What has been graded, on disk before it counts: an interrupted run carries on from here."""

import base64
import json
import os
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from nbautograde.course.outcome import Outcome

__all__ = ["Entry", "Store", "replace"]


@dataclass
class Entry:
    """A graded submission.

    Attributes
    ----------
    outcome : Outcome
        What grading gave; its files are dropped once they are in `autograded/`.
    submission, course : str
        Hashes of what was graded and of what it was graded with.
    run : str
        The run that graded it.
    timestamp : str or None
        When it was handed in.
    before : float or None
        The student's total before.
    written : bool
        Whether it is in the gradebook and in `autograded/`.
    """

    outcome: Outcome
    submission: str
    course: str
    run: str
    timestamp: str | None = None
    before: float | None = None
    written: bool = False


class Store:
    """Entries by student, one file each, replaced as a whole.

    Parameters
    ----------
    folder : Path
        Where they are.
    """

    def __init__(self, folder):
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._run = self._folder / "unfinished-run"

    def begin(self, kind):
        """Return a run's name: that of an interrupted one of this kind, else a new one.

        Parameters
        ----------
        kind : list
            What was asked for, as plain data; another run of the same kind carries on with this one.
        """
        try:
            name, was = json.loads(self._run.read_text(encoding="utf-8"))
            if was == kind and isinstance(name, str):
                return name
        except (FileNotFoundError, ValueError, TypeError):
            pass  # there is none, or it is no use
        name = uuid.uuid4().hex
        replace(self._run, json.dumps([name, kind]))
        return name

    def finish(self):
        """Note that the run is complete."""
        self._run.unlink(missing_ok=True)

    def knows(self, student):
        """Return whether there is an entry of a student's, also one that cannot be read."""
        return self._path(student).exists()

    def get(self, student):
        """Return a student's entry, or None; a file that cannot be read counts as none."""
        try:
            told = json.loads(self._path(student).read_text(encoding="utf-8"))
            outcome = told.pop("outcome")
            outcome["files"] = {name: base64.b64decode(text) for name, text in outcome["files"].items()}
            outcome["events"] = [tuple(event) for event in outcome["events"]]
            return Entry(Outcome(**outcome), **told)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def notes(self, student):
        """Return the notes of a student's last grading."""
        entry = self.get(student)
        return () if entry is None else tuple(entry.outcome.notes)

    def time(self, student):
        """Return when a student's entry was kept, in seconds since the epoch; 0 where there is none."""
        try:
            return self._path(student).stat().st_mtime
        except OSError:
            return 0.0

    def put(self, entry):
        """Keep an entry; when this returns it is on disk."""
        told = asdict(entry)
        files = entry.outcome.files.items()
        told["outcome"]["files"] = {name: base64.b64encode(content).decode() for name, content in files}
        replace(self._path(entry.outcome.student), json.dumps(told))

    def _path(self, student):
        return self._folder / f"{student}.json"


def replace(path, text):
    """Write a file so that it has either its old or its new content, whenever the machine stops."""
    new = path.with_name(path.name + ".new")
    try:
        with open(new, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
