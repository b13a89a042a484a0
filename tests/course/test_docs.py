"""What the documents say is so: their commands run, their map is whole, their example is a course."""

import csv
import re
import shutil
import sys
from pathlib import Path

import pytest
from shell import run

from tools.course.sample_class import SAMPLE_MUTANTS, sample_students
from tools.course.trials import implementations, try_implementation

IN_A_COURSE = (
    "make build",
    "make audit",
    "make grade",
    ". .venv/bin/activate",
    "nbgrader generate_assignment practical1 --force",
    "nbgrader autograde practical1",
    "nbgrader generate_feedback practical1",
    "nbgrader export",
)
"""Commands of README and CONTRIBUTING that are run here, in the course of `docs/reuse.md`."""

NEW = ("exercises", "cells", "same_verdict")
ELSEWHERE = {
    "make test": ".ci/run",
    "make test-pythons": ".ci/run",
    "conda env create -f environment.yml && conda activate approximate-inference": ".github/workflows/ci.yml",
    "jupyter lab": "tests/browser.py",
    ".venv/bin/grader audit --quick --exercise twice": "tests/test_new_exercise.py",
    f".venv/bin/python -m pytest {' '.join(map('tests/test_{}.py'.format, NEW))} -k twice": "Makefile",
}
"""The others, and what runs them."""


def commands(text):
    """Return the lines of a page's indented blocks, without what is said of them there."""
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lines = (line for line in prose.splitlines() if line.startswith("    ") and line.strip())
    return [re.split(" {2,}", line.strip())[0] for line in lines]


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """Return the course of `docs/reuse.md`, graded, and what each of the page's commands printed."""
    folder = tmp_path_factory.mktemp("another")
    shutil.copy(root / "nbgrader_config.py", folder)
    page = (root / "docs" / "reuse.md").read_text(encoding="utf-8")
    make_folders, *others = commands(page)
    run(folder, make_folders)
    for path, text in files(page):
        (folder / path).write_text(text, encoding="utf-8")
    return folder, {command: run(folder, command) for command in others}


def files(page):
    """Return the files of the page: a block of Python belongs to the last file named before it."""
    named, found = None, []
    for path, code in re.findall(r"`((?:solutions|tests)/[^`]+\.py)`|```python\n(.*?)```", page, re.DOTALL):
        named = path or named
        if code:
            found.append((named, code))
    return found


def totals(folder):
    """Return status, total and maximum of each student in `grades.csv`."""
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: (row["status"], row["total"], row["max"]) for row in csv.DictReader(file)}


GRADES = {
    "reference": ("graded", "3", "3"),
    "untouched": ("graded", "0", "3"),
    "stationary-columns": ("graded", "0", "3"),
}


def test_every_student_of_the_sample_gets_what_the_page_promises(course):
    """The reference has all points, the untouched release none, and the mutant none either."""
    assert totals(course[0]) == GRADES


def test_audit_counts_the_pages_implementations(course):
    """The variant never fails; the mutant is caught in every run and named."""
    _, printed = course
    (row,) = (line.split() for line in printed["grader audit"].splitlines() if line.split()[:1] == ["all"])
    variants, runs, fails, _, _, mutants, caught, named, collateral, _ = row[1:]
    assert (variants, runs, fails) == ("1", "50", "0")
    assert (mutants, caught, named, collateral) == ("1", "1", "1", "0")


def test_commands_of_readme_and_contributing(course, root, tmp_path):
    """The Makefile's targets and stock nbgrader's commands, as they stand there, grade a small course."""
    folder = tmp_path / "course"
    shutil.copytree(course[0], folder, ignore=shutil.ignore_patterns("autograded", "feedback", "*.db", ".*"))
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(root / name, folder)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / ".ready").touch()  # or make would install the course into this environment
    run(folder, "\n".join(command for command in IN_A_COURSE if command.startswith("make")))
    assert totals(folder) == GRADES
    for name in ("autograded", "feedback"):
        shutil.rmtree(folder / name)
    for name in ("gradebook.db", "grades.csv"):
        (folder / name).unlink()
    run(folder, "\n".join(command for command in IN_A_COURSE if not command.startswith("make")))
    assert totals(folder) == GRADES
    assert {path.name for path in (folder / "feedback").iterdir()} == set(GRADES)


def test_every_command_is_run_somewhere(root):
    """README and CONTRIBUTING have no command besides those that are run here, or by what is named."""
    found = [
        command
        for name in ("README.md", "CONTRIBUTING.md")
        for command in commands((root / name).read_text(encoding="utf-8"))
        if not command.startswith("# %%")
    ]
    assert set(found) == {*IN_A_COURSE, *ELSEWHERE}
    assert [file for file in ELSEWHERE.values() if not (root / file).is_file()] == []


def test_the_message_in_readme_is_what_the_check_says(root):
    """README's example of a message is that of the visible check to the mutant with this mistake."""
    (shown,) = re.findall(
        r"```\nNot yet right\.\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.S
    )
    (mutant,) = (
        m for m in implementations(root / "tests" / "exercises", "kl-closed-form") if m.name == "reversed"
    )
    first, *_ = try_implementation(mutant.exercise, mutant.source)
    assert shown.strip() == first.message


def test_make_offers_what_the_documents_name(root):
    """Each `make <target>` and each `grader <subcommand>` of any document is there."""
    pages = [root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", text, re.MULTILINE)) <= targets
    offered = run(root, "grader --help")
    named = set(re.findall(r"(?:`|^ {4}|/)grader ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert [name for name in named if f"\n    {name} " not in offered] == []


def test_sample_class_has_all_mutants_that_it_lists(root):
    """No student of this course's own sample class is left out for a name that is gone."""
    students = sample_students(root)
    assert {"reference", "untouched", "syntax-error"} < set(students)
    assert len(students) == 3 + len(SAMPLE_MUTANTS)


def mapped(root):
    """Return the modules and packages that the map names; a name without a folder has the row's first one."""
    found = set()
    lines = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| module of `grader` | hides |") + 2
    for line in lines[start : lines.index("", start)]:
        folder = ""
        for name in re.findall(r"`([^`]+)`", line.split("|")[1]):
            above, slash, module = name.rpartition("/")
            folder = above + slash or folder
            found.add(folder + module)
    return found


def test_every_module_is_in_the_map_and_nothing_else(root):
    """A module below `grader/` is named, or its package is; checks are found by the exercise's name."""
    paths = [path.relative_to(root / "grader") for path in (root / "grader").rglob("*.py")]
    names = {
        path.with_suffix(""): {path.with_suffix("").as_posix(), *map(str, path.parents)}
        for path in paths
        if not path.name.startswith("_")
    }
    map_ = mapped(root)
    assert map_ <= set().union(*names.values())
    assert [str(module) for module, any_of in names.items() if not any_of & {*map_, "checks"}] == []
