"""Pack what students get: notebooks, environment, the package's wheel, licences, and nothing else."""

import os
import tempfile
import time
import zipfile
from pathlib import Path

import nbformat

from tools.course.build import RELEASE, derived

__all__ = ["student_archive"]

FOLDER = "course"
"""The folder that the archive unpacks to: a short name, for Windows ends paths at 260 characters."""

README, ENVIRONMENT = Path("docs", "students.txt"), Path("environment.yml")
LICENCES = ("LICENSE", "LICENSE-CC-BY-4.0")
_FROM_SOURCE = '- "."'
_LONG_AGO = 1580601600  # 2020-02-02, which is the date of the files in a wheel, too


def student_archive(root, folder, fresh=None):
    """Write the archive for students and return its path.

    The notebooks are made anew from their sources: what somebody wrote into `notebooks/` stays here. Two
    archives of one checkout are equal in every byte; all files have the time `$SOURCE_DATE_EPOCH`, or a
    fixed one.

    Parameters
    ----------
    root : Path
        The checkout.
    folder : Path
        Where to write it; made where it is missing.
    fresh : dict, optional
        What `tools.course.build.derived` returns, where it is at hand.

    Returns
    -------
    Path
        The zip, `approximate-inference-<version>.zip`.
    """
    fresh = derived(root) if fresh is None else fresh
    with tempfile.TemporaryDirectory() as workshop:
        wheel = _wheel(root, Path(workshop))
        members = {wheel.name: wheel.read_bytes()}
    members["README.txt"] = _text(root / README).replace("{wheel}", wheel.name).encode()
    members["environment.yml"] = _environment(_text(root / ENVIRONMENT), wheel.name).encode()
    members |= {name: _text(root / name).encode() for name in LICENCES}
    for path, notebook in fresh.items():
        if path.parts[0] == RELEASE.name:
            name = path.relative_to(RELEASE).as_posix()
            members[name] = (nbformat.writes(notebook) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"approximate-inference-{wheel.name.split('-')[1]}.zip"
    _zip(archive, members)
    return archive


def _wheel(root, folder):
    from build import ProjectBuilder
    from pyproject_hooks import quiet_subprocess_runner

    return Path(ProjectBuilder(root, runner=quiet_subprocess_runner).build("wheel", folder))


def _text(path):
    return path.read_text(encoding="utf-8")


def _environment(text, wheel):
    """Return the students' environment with the wheel in the place of the source tree, without comments."""
    if text.count(_FROM_SOURCE) != 1:
        raise ValueError(f"{ENVIRONMENT} must hold {_FROM_SOURCE} once")
    kept = [line for line in text.splitlines() if not line.startswith("#")]
    return "\n".join(kept).replace(_FROM_SOURCE, f'- "./{wheel}"') + "\n"


def _zip(path, members):
    when = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", _LONG_AGO)))[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sorted(members.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, also where it is packed on Windows
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
