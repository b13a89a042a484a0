"""A course on another lecture, made by the page that says how."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sample_class import SAMPLE_MUTANTS, sample_students

COMMANDS = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """Return the course of the page, graded, and what each of the page's commands printed."""
    folder = tmp_path_factory.mktemp("another")
    shutil.copy(root / "nbgrader_config.py", folder)
    page = (root / "docs" / "reuse.md").read_text(encoding="utf-8")
    prose = re.sub(r"```python\n.*?```", "", page, flags=re.DOTALL)
    make_folders, *commands = COMMANDS.findall(prose)
    environment = {name: value for name, value in os.environ.items() if name != "GRADER_SOLUTIONS"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    environment["OMP_NUM_THREADS"] = "1"

    def run(command):
        done = subprocess.run(
            ["bash", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(make_folders)
    for path, text in _files(page):
        (folder / path).write_text(text, encoding="utf-8")
    return folder, {command: run(command) for command in commands}


def _files(page):
    """Return the files of the page: a block of Python belongs to the last file named before it."""
    named, found = None, []
    for path, code in re.findall(r"`((?:solutions|tests)/[^`]+\.py)`|```python\n(.*?)```", page, re.DOTALL):
        named = path or named
        if code:
            found.append((named, code))
    return found


def test_every_student_of_the_sample_gets_what_the_page_promises(course):
    """The reference has all points, the untouched release none, and the mutant none either."""
    folder, _ = course
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student"]: (row["status"], row["total"], row["max"]) for row in csv.DictReader(file)}
    assert rows == {
        "reference": ("graded", "3", "3"),
        "untouched": ("graded", "0", "3"),
        "stationary-columns": ("graded", "0", "3"),
    }


def test_audit_counts_the_pages_implementations(course):
    """The variant never fails; the mutant is caught in every run and named."""
    _, printed = course
    (row,) = (line.split() for line in printed["grader audit"].splitlines() if line.split()[:1] == ["all"])
    variants, runs, fails, _, _, mutants, caught, named, collateral, _ = row[1:]
    assert (variants, runs, fails) == ("1", "50", "0")
    assert (mutants, caught, named, collateral) == ("1", "1", "1", "0")


def test_sample_class_has_all_mutants_that_it_lists(root):
    """No student of this course's own sample class is left out for a name that is gone."""
    students = sample_students(root)
    assert {"reference", "untouched", "syntax-error"} < set(students)
    assert len(students) == 3 + len(SAMPLE_MUTANTS)
