"""Start stock nbgrader commands in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["start"]


def start(root, command, *options):
    """Start `nbgrader <command> <options>` in a course directory and return the process.

    Its log comes, as text, through the process's `stdout`. nbgrader starts `alembic` by name, so the folder
    of this interpreter goes on the PATH.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", command, *options],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
