"""What a course brings besides its notebooks, as it says in `nbgrader_config.py`."""

import importlib.util
from pathlib import Path

from traitlets import List, Unicode
from traitlets.config import Configurable

__all__ = ["CourseCode", "folder_of"]


class CourseCode(Configurable):
    """Packages, files and marks of a course: `c.CourseCode.<name>` in `nbgrader_config.py`.

    A course that sets none of it is graded as it stands.
    """

    checks = List(
        Unicode(),
        help="Packages that test cells import. Their modules are loaded before the first submission; "
        "a change of their sources makes earlier grades outdated.",
    ).tag(config=True)
    portable = List(
        Unicode(),
        help="Packages whose functions may be rebuilt in the student's process when a test hands one out; "
        "any other callable is called across the connection.",
    ).tag(config=True)
    failures = Unicode(
        "",
        help="Module with the checks' own words: the exceptions `CheckFailed`, whose `property()` is all "
        "that a student reads of a hidden test, and `CheckError`, and the list `passed_words`.",
    ).tag(config=True)
    student = List(
        Unicode(), help="Packages that the notebooks import and that a student's kernel may read."
    ).tag(config=True)
    readable = List(
        Unicode(), help="Other files and folders that a student's kernel may read; relative to the course."
    ).tag(config=True)
    ungraded_tags = List(
        Unicode(), help="Tags of the course's own cells that need not run when a submission is graded."
    ).tag(config=True)

    def sides(self) -> tuple[set[str], set[str]]:
        """Return the packages that a student's kernel may read, and those of `checks` that it may not."""
        return set(self.student), {name for name in self.checks if name.split(".")[0] not in self.student}

    def sources(self) -> list[bytes]:
        """Return the sources of the packages in `checks`, in order."""
        found = []
        for name in self.checks:
            folder = folder_of(name)
            found += [path.read_bytes() for path in sorted(folder.rglob("*.py"))] if folder else []
        return found

    def paths_inside(self, root: str) -> list[str]:
        """Return what a student's kernel may read of the course that lies in `root`."""
        packages = [folder_of(name) for name in self.student]
        others = [Path(root, name) for name in self.readable]
        return [str(path.resolve()) for path in (*packages, *others) if path is not None and path.exists()]


def folder_of(package: str) -> Path | None:
    """Return the folder of a package, or None where it is not installed."""
    try:
        found = importlib.util.find_spec(package)
    except ModuleNotFoundError:
        return None
    places = found and found.submodule_search_locations
    return Path(next(iter(places))) if places else None
