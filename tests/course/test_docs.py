"""What the documents say is so: their commands run, their tables are whole, their examples are courses."""

import csv
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from shell import run

from nbautograde.app import NbAutograde
from nbautograde.course.settings import CourseCode
from nbautograde.events import STATUSES
from nbautograde.limits import Limits
from nbautograde.sandbox import Isolation
from tools.course.sample_class import SAMPLE_MUTANTS, sample_students
from tools.course.trials import implementations, try_implementation
from tools.practical1 import ASSIGNMENT

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

OTHER = "chains"
"""That course's assignment."""

NEW = ("exercises", "cells", "same_verdict")
ELSEWHERE = {
    "make test": ".ci/run",
    "make test-pythons": ".ci/run",
    "conda env create -f environment.yml && conda activate approximate-inference": ".github/workflows/ci.yml",
    "jupyter lab": "tests/browser.py",
    ".venv/bin/grader audit --quick --exercise twice": "tests/course/test_new_exercise.py",
    ".venv/bin/python -m pytest tests/course/test_parts.py": "Makefile",
    f".venv/bin/python -m pytest {' '.join(map('tests/course/test_{}.py'.format, NEW))} -k twice": "Makefile",
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
        with open(folder / path, "a", encoding="utf-8") as file:
            file.write(text)
    return folder, {command: run(folder, command) for command in others}


def files(page):
    """Return the files of the page: a block of Python belongs to the last file named before it."""
    named, found = None, []
    name = r"`((?:solutions/|tests/|nbgrader_config)[^`]*\.py)`"
    for path, code in re.findall(rf"{name}|```python\n(.*?)```", page, re.DOTALL):
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
    (folder / "nbautograde").mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "nbautograde/pyproject.toml"):
        shutil.copy(root / name, folder / name)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / ".ready").touch()  # or make would install the course into this environment
    here = [command.replace(ASSIGNMENT, OTHER) for command in IN_A_COURSE]
    run(folder, "\n".join(command for command in here if command.startswith("make")))
    assert totals(folder) == GRADES
    for name in ("autograded", "feedback"):
        shutil.rmtree(folder / name)
    for name in ("gradebook.db", "grades.csv"):
        (folder / name).unlink()
    run(folder, "\n".join(command for command in here if not command.startswith("make")))
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
    pages = [*root.glob("*.md"), root / "nbautograde" / "README.md", *(root / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", text, re.MULTILINE)) <= targets
    offered = run(root, "grader --help")
    named = set(re.findall(r"(?:`|^ {4}|/)grader ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert [name for name in named if f"\n    {name} " not in offered] == []


def test_sample_class_has_all_mutants_that_it_lists(root):
    """No student of this course's own sample class is left out for a name that is gone."""
    students = sample_students(root, ASSIGNMENT)
    assert {"reference", "untouched", "syntax-error"} < set(students)
    assert len(students) == 3 + len(SAMPLE_MUTANTS)


def pictured(root):
    """Return the folders in CONTRIBUTING's picture of the parts, by their paths."""
    page = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"^## The parts\n\n```\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    above, found = [], set()
    for indent, name in re.findall(r"^((?: {4})*)([\w/]+)/ ", picture, re.MULTILINE):
        del above[len(indent) // 4 :]
        above.append(name)
        found.add("/".join(above))
    return found


def test_the_picture_has_every_package_and_nothing_else(root):
    """Each part and each package of one has its line, and each line its folder."""
    parts = ("grader", "nbautograde/src/nbautograde", "course_checks", "tools")
    packages = {path.parent for part in parts for path in (root / part).glob("*/__init__.py")}
    packages |= {root / part for part in parts}
    found = pictured(root)
    assert {str(path.relative_to(root)) for path in packages} <= found
    assert [folder for folder in found if not (root / folder).is_dir()] == []


def test_files_that_the_documents_name_are_there(root):
    """A path below a part or a folder of the checkout leads to a file."""
    path = re.compile(r"`((?:grader|nbautograde|course_checks|tools|tests|docs|data)/[\w/.-]+\.\w+)`")
    pages = [*root.glob("*.md"), root / "nbautograde" / "README.md", root / "docs" / "desk.md"]
    named = {name for page in pages for name in path.findall(page.read_text(encoding="utf-8"))}
    assert named
    assert [name for name in named if not (root / name).is_file()] == []


def rows(page, head):
    """Return the cells of the rows of a page's table whose first heading is `head`."""
    lines = page.splitlines()
    (start,) = (number for number, line in enumerate(lines) if line.startswith(f"| {head} |"))
    table = lines[start + 2 : lines.index("", start)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.fixture(scope="module")
def engine_page(root):
    """Return the README of the engine."""
    return (root / "nbautograde" / "README.md").read_text(encoding="utf-8")


def test_the_engines_readme_has_all_settings_statuses_and_options(engine_page):
    """Settings with their defaults; statuses in their order; no option that the command does not have."""
    shown = {name.strip("`"): default.strip("`") for name, default, _ in rows(engine_page, "setting")}
    own = [
        (f"c.{of.__name__}.{name}", trait.default())
        for of in (CourseCode, Limits, Isolation)
        for name, trait in of.class_traits(config=True).items()
        if name not in ("config", "log", "parent")
    ]
    quoted = {name: f'"{value}"' for name, value in own if isinstance(value, str) and value}
    assert shown == {name: str(value or "none") for name, value in own} | quoted
    told = " ".join(row[0] for row in rows(engine_page, "status, the worst first"))
    assert tuple(re.findall("`(.+?)`", told)) == STATUSES
    options = re.findall(r"--([\w-]+)", " ".join(map(" ".join, rows(engine_page, "option"))))
    assert set(options) <= {*NbAutograde.aliases, *NbAutograde.flags}


SOLUTION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
VISIBLE, CHECK = "assert double(2) == 4", "def check(double):\n    assert double(3) == 6\n"
HIDDEN = "### BEGIN HIDDEN TESTS\nimport ps_checks\n\nps_checks.check(double)\n### END HIDDEN TESTS\n"


def marked(source, name, **mark):
    """Return a code cell with nbgrader's mark."""
    mark = {"grade": False, "solution": False, "locked": False, "task": False, **mark}
    return new_code_cell(
        source, id=name, metadata={"nbgrader": {"grade_id": name, "schema_version": 3, **mark}}
    )


def test_the_engines_example_grades_a_course(engine_page, tmp_path, monkeypatch):
    """Another course, in nbgrader's own folders, graded with the README's settings and commands."""
    (config,) = re.findall(r"```python\n(.*?)```", engine_page, re.DOTALL)
    (tmp_path / "nbgrader_config.py").write_text(config, encoding="utf-8")
    (tmp_path / "ps_checks").mkdir()
    (tmp_path / "ps_checks" / "__init__.py").write_text(CHECK, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # instead of installing it
    test = {"grade": True, "locked": True}
    cells = [
        marked(SOLUTION, "double", solution=True),
        marked(VISIBLE, "double__visible", points=1, **test),
        marked(HIDDEN, "double__hidden", points=2, **test),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    for folder, body in {"source": "2 * x", "submitted/ada": "2 * x", "submitted/bob": "x + 2"}.items():
        (tmp_path / folder / "ps1").mkdir(parents=True)
        cells[0].source = SOLUTION.replace("2 * x", body)
        nbformat.write(notebook, tmp_path / folder / "ps1" / "homework.ipynb")
    install, *others = commands(engine_page)
    assert install.startswith("pip install")
    for command in others:
        run(tmp_path, command)
    assert totals(tmp_path) == {"ada": ("graded", "3", "3"), "bob": ("graded", "1", "3")}
