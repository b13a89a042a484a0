"""Start stock nbgrader commands in a process of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

__all__ = ["ReleaseFailed", "path_of_commands", "release", "start"]


class ReleaseFailed(RuntimeError):
    """nbgrader has not released the assignment: one line that says why, with its log as a note."""


def start(root, command, *options):
    """Start `nbgrader <command> <options>` in a course directory and return the process.

    Its log comes, as text, through the process's `stdout`.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PATH": path_of_commands()}
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", command, *options],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def release(root, assignment):
    """Release an assignment of a course directory, as `grader grade` does first of all.

    Raises
    ------
    ReleaseFailed
        Where nbgrader ends with an error, or leaves no notebook.
    """
    process = start(root, "generate_assignment", assignment, "--create", "--force")
    log, _ = process.communicate()
    if process.returncode or not any(Path(root, "notebooks", assignment).glob("*.ipynb")):
        lines = [line for line in re.split(r"[\r\n]+", log) if line.strip()]
        failed = ReleaseFailed(
            f"nbgrader generate_assignment failed: {lines[-1] if lines else 'no reason given'}"
        )
        failed.add_note(log)
        raise failed


def path_of_commands():
    """Return the PATH with this interpreter's folder before all others: nbgrader starts `alembic` by name."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
