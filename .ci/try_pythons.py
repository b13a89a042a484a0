"""Try the first notebook on versions of Python, as a student does: install, run the release and the answers.

    python .ci/try_pythons.py 3.12 3.13

A version is taken from pyenv or from the path; one that is in neither is skipped, and a line says so.
The versions of the dependencies are those of `constraints.txt`. torch is not installed: the first notebook
must not need it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from tools.course.archive import student_archive
from tools.course.build import RELEASE, SOLUTIONS

ROOT = Path(__file__).resolve().parents[1]


def main(versions):
    """Try the versions that are installed; return 1 if the archive fails on one of them."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        archive = None
        for version in versions:
            python = find(version)
            if python is None:
                print(f"Python {version}: skipped, neither pyenv nor the path has it", flush=True)
                continue
            print(f"Python {version}: the first notebook, without torch", flush=True)
            archive = archive or student_archive(ROOT, Path(folder), committed())
            failed |= attempt(python, archive) != 0
    return int(failed)


def committed():
    """Return the notebooks as they are committed; whether they are fresh is another test's question."""
    paths = [path for part in (SOLUTIONS, RELEASE) for path in (ROOT / part).glob("*.ipynb")]
    return {path.relative_to(ROOT): nbformat.read(path, as_version=4) for path in paths}


def find(version):
    """Return an interpreter of a version such as "3.12", or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [str(path) for path in sorted(pyenv.glob(f"versions/{version}*/bin/python"))]
    return next(filter(runs, [*found, shutil.which(f"python{version}")]), None)


def runs(python):
    """Return whether an interpreter starts: pyenv's shims are on the path also where they lead nowhere."""
    return python is not None and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0


def attempt(python, archive):
    """Try the archive with an interpreter; return the exit code."""
    script, answers = ROOT / ".ci" / "try_archive.py", ROOT / "solutions" / "practical1"
    environment = {**os.environ, "PIP_CONSTRAINT": str(ROOT / "constraints.txt"), "OMP_NUM_THREADS": "1"}
    command = [python, script, archive, "--answers", answers, "--light"]
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
