"""Submissions from a learning platform: unpack what Moodle or Canvas exports, and say whose each notebook is.

Who handed a file in is read from the name that the platform gave it, directly below the downloaded zip, never
from a name that a student chose:

- Moodle: `<full name>_<participant number>_assignsubmission_file[_]/<file>`, or the same with `_<file>` where
  "Download submissions in folders" is off;
- Canvas: `<name>[_LATE]_<user id>_<file id>_<file>`.

The number is the student's id in the course, because the platform finds the student again by it.
"""

import functools
import re
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import find_all_notebooks

__all__ = ["MoodleOrCanvas", "UnpackOneByOne"]

_MOODLE = re.compile(r"[^_]+_(?P<student>[0-9]+)_assignsubmission_file(?:_(?P<file>.*))?")
_CANVAS = re.compile(r"(?P<name>.+?)_(?P<student>[0-9]+)_(?P<number>[0-9]+)_(?P<file>.+)")
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_COPY = re.compile(rf"(?:-{_UUID}|[ _-]?\(?[0-9]++\)?)*+")
"""What a browser or Canvas puts behind the name of a second copy: ` (1)`, `-2`, or `-` and a UUID."""

_NESTED = 3


class UnpackOneByOne(ExtractorPlugin):
    """Unpack the downloaded zips and the zips that students handed in; one that is broken stops no other."""

    def extract(self, archive_path, extracted_path):
        """Copy a folder to another one and put the contents of each zip in place of the zip.

        Parameters
        ----------
        archive_path, extracted_path : str
            The folder with the downloads, and where to unpack them.
        """
        shutil.copytree(archive_path, extracted_path, dirs_exist_ok=True)
        broken = set()
        for _ in range(_NESTED):
            for path in sorted(set(Path(extracted_path).rglob("*.zip")) - broken):
                if path.is_file() and not self._unpack(path):
                    broken.add(path)

    def _unpack(self, path):
        folder = path.with_suffix("")
        while folder.exists():
            folder = folder.with_name(folder.name + "_")
        try:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
        except Exception as error:
            self.log.warning("Not unpacked: %s (%s)", path, error)
            return False
        path.unlink()
        return True


class _Found(NamedTuple):
    """Whose file it is, the name it gets, and what decides between two files with the same name."""

    student: str
    file: str
    rank: tuple


class MoodleOrCanvas(FileNameCollectorPlugin):
    """nbgrader's collector for both platforms' names; it warns of what it leaves out and of what is missing.

    A released notebook gets its name back where it was handed in as a copy (`-1`, ` (1)`). Of two files that
    are the same notebook of one student, the one with Canvas's higher file id is taken, else the one with
    the name as released.
    """

    def collect(self, submitted_file):
        """Return the student's id and the file's name, or None where the file is left out.

        Parameters
        ----------
        submitted_file : str
            The file's path in the folder of unpacked files.
        """
        path = Path(submitted_file).relative_to(self._unpacked)
        taken = self._taken
        try:
            found = self._read(path)
        except ValueError as error:
            self.log.warning("Left out, %s: %s", error, path)
            return None
        if taken[found.student, found.file] != path:
            self.log.warning("Left out, %s was taken for %s: %s", taken[found[:2]], found.student, path)
            return None
        return {"student_id": found.student, "file_id": found.file}

    @functools.cached_property
    def _taken(self):
        """The path to take for each student and name: the one with the highest rank."""
        candidates, students = {}, set()
        for path in filter(Path.is_file, self._unpacked.rglob("*")):
            path = path.relative_to(self._unpacked)
            try:
                students.add(_whose(path)[0])
                found = self._read(path)
            except ValueError:
                continue
            candidates.setdefault(found[:2], []).append((found.rank, path))
        for student in sorted(students):
            missing = [name for name in self._released if (student, name) not in candidates]
            if missing:
                self.log.warning("Not handed in by %s: %s", student, ", ".join(missing))
        return {key: max(paths)[1] for key, paths in candidates.items()}

    @functools.cached_property
    def _unpacked(self):
        return Path(self.parent._format_collect_path(self.parent.extracted_directory))

    @functools.cached_property
    def _released(self):
        course = self.parent.coursedir
        return find_all_notebooks(course.format_path(course.release_directory, ".", course.assignment_id))

    def _read(self, path):
        """Return what a path says, or raise a ValueError that says why the file is left out."""
        student, number, file = _whose(path)
        if path.suffix not in self.valid_ext:
            raise ValueError("not a notebook")
        if {"__MACOSX", ".ipynb_checkpoints"} & set(path.parts):
            raise ValueError("a copy made by the system")
        name = file if len(path.parts) <= 2 else path.name
        for released in self._released:
            stem = Path(released).stem
            if name.startswith(stem) and _COPY.fullmatch(Path(name).stem, len(stem)):
                return _Found(student, released, (number, name == released))
        return _Found(student, name, (number, True))


def _whose(path):
    """Return the student's id, Canvas's file id or 0, and the file's own name, from a path.

    Raises
    ------
    ValueError
        Where the platform's name does not say it, or could be read in two ways.
    """
    entry = path.parts[:2][-1]
    if match := _MOODLE.fullmatch(entry):
        return match["student"], 0, match["file"]
    match = _CANVAS.fullmatch(entry)
    if match is None:
        raise ValueError("neither Moodle's nor Canvas's name")
    if re.search("(?:^|_)anon$", match["name"]):
        raise ValueError("graded anonymously, so nobody's")
    if re.match("[0-9]+_", match["file"]):
        raise ValueError("a name that can be read in two ways")
    return match["student"], int(match["number"]), match["file"]
