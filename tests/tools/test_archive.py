"""The students' archive: what is in it, what is not, and that it works without the repository."""

import hashlib
import io
import os
import re
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

import nbformat
import pytest

from tools import cli
from tools.course import archive as module
from tools.course.archive import student_archive
from tools.course.trials import exercises
from tools.practical1 import ASSIGNMENT, FOUNDATIONS, SPAM

SOLUTIONS, RELEASE = Path("solutions", ASSIGNMENT), Path("notebooks", ASSIGNMENT)

WHEEL = "approximate_inference_course-0.1.0-py3-none-any.whl"
NOTEBOOKS = (f"{FOUNDATIONS}.ipynb", f"{SPAM}.ipynb")


@pytest.fixture(scope="module")
def fresh(root):
    """Return the committed notebooks, which another test holds equal to what the sources give."""
    paths = [folder / name for folder in (SOLUTIONS, RELEASE) for name in NOTEBOOKS]
    return {path: nbformat.read(root / path, as_version=4) for path in paths}


@pytest.fixture(scope="module")
def packed(root, fresh, tmp_path_factory):
    """Return the path of an archive."""
    return student_archive(root, tmp_path_factory.mktemp("dist"), fresh)


@pytest.fixture(scope="module")
def members(packed):
    """Return the contents of the archive by name."""
    return contents(packed)


@pytest.fixture(scope="module")
def everything(members):
    """Return, as text by name, all files of the archive and of the wheel in it."""
    inside = {f"wheel: {name}": content for name, content in contents(io.BytesIO(members[WHEEL])).items()}
    outside = {name: content for name, content in members.items() if name != WHEEL}
    return {name: content.decode() for name, content in (outside | inside).items()}


def contents(file):
    """Return the contents of a zip by name, without the archive's folder."""
    with zipfile.ZipFile(file) as archive:
        return {name.removeprefix("course/"): archive.read(name) for name in archive.namelist()}


def code(text):
    """Return the lines of a text that say something in code."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(("#", "import ", "from "))]


def runs(lines, length):
    """Return all runs of consecutive lines."""
    return {tuple(lines[start : start + length]) for start in range(len(lines) - length + 1)}


def between(text, start, end):
    """Return the parts of a text between marks."""
    return [part.split(end)[0] for part in text.split(start)[1:]]


@pytest.fixture(scope="module")
def secrets():
    """Return the bodies of all solution cells and all hidden tests."""
    found = []
    for _, solution, tests in exercises().values():
        found += between(solution, "### BEGIN SOLUTION", "### END SOLUTION")
        for _, _, text in tests:
            found += between(text, "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
    assert len(found) > 60
    return found


def test_archive_holds_what_is_allowed_and_nothing_else(members):
    """The members are those of a list; the archive unpacks into one folder."""
    practical = {f"practical1/{name}" for name in NOTEBOOKS}
    licences = {"LICENSE", "LICENSE-CC-BY-4.0"}
    assert set(members) == {"README.txt", "environment.yml", WHEEL} | licences | practical


def test_members_have_plain_names_and_rights(packed):
    """Every member is a file below `course`, readable by all, executable by nobody."""
    with zipfile.ZipFile(packed) as archive:
        for entry in archive.infolist():
            assert entry.filename.startswith("course/")
            assert ".." not in entry.filename
            assert entry.external_attr >> 16 == 0o100644


def test_released_notebooks_come_without_outputs(members, root):
    """A notebook is, in every byte, the one that the release holds."""
    for name in NOTEBOOKS:
        assert members[f"practical1/{name}"] == (root / RELEASE / name).read_bytes()


def test_notebooks_come_from_the_sources_not_from_the_working_copy(root, fresh, tmp_path, monkeypatch):
    """Where nothing is at hand, the archive takes what the sources give now."""
    changed = {path: nbformat.v4.new_notebook(cells=[]) for path in fresh}
    monkeypatch.setattr(module, "derived", lambda given: changed if given == root else None)
    found = contents(student_archive(root, tmp_path))
    assert nbformat.reads(found[f"practical1/{NOTEBOOKS[0]}"].decode(), as_version=4).cells == []


def test_no_member_holds_a_solution_or_a_hidden_test(everything, secrets):
    """No three lines in a row, and no whole body, of a solution or a hidden test are in any file."""
    pieces = set().union(*(runs(code(secret), 3) for secret in secrets))
    assert len(pieces) > 300
    for name, text in everything.items():
        # A notebook's lines stand in strings of JSON.
        plain = text.replace('\\"', '"').replace('\\n",', "").replace('    "', "")
        assert not pieces & (runs(code(text), 3) | runs(code(plain), 3)), name
        assert not [secret for secret in secrets if secret.strip() in text], name


def test_released_notebooks_hold_no_mark_and_no_line_of_a_solution(members, secrets):
    """Neither the marks of solutions and hidden tests nor any telling line between them is released."""
    lines = {line for secret in secrets for line in code(secret) if len(line) > 30}
    assert len(lines) > 150
    for name in NOTEBOOKS:
        cells = nbformat.reads(members[f"practical1/{name}"].decode(), as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        assert not re.findall("BEGIN SOLUTION|HIDDEN TESTS", text)
        assert not lines & set(code(text))


def test_no_member_holds_a_path_of_this_machine(everything, root):
    """Neither the checkout's place nor a home folder is named anywhere."""
    here = {str(root), sys.prefix, f"{Path.home()}{os.sep}"}
    for name, text in everything.items():
        assert not [path for path in here if path in text], name
        assert not re.findall(r"/(?:home|Users)/\w+|[A-Z]:\\Users", text), name


def test_wheel_holds_no_recipe_for_cheating(everything):
    """`tools.attack` stays in the checkout: what it does to stock nbgrader succeeds."""
    assert "wheel: grader/checks/bayes_rule.py" in everything
    assert not [name for name in everything if "attacks" in name]


def test_environment_names_the_wheel_and_differs_in_nothing_else(members, root):
    """The environment is the checkout's, with the wheel beside it in the place of the source tree."""
    ours = [line for line in (root / "environment.yml").read_text().splitlines() if line[:1] != "#"]
    theirs = members["environment.yml"].decode().splitlines()
    differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    assert differing == [('      - "."', f'      - "./{WHEEL}"')]


def test_readme_names_the_files_and_the_data(members):
    """The student's page has the wheel's own name in it, both shells, and the data set's attribution."""
    readme = members["README.txt"].decode()
    assert re.findall(r"[{}]", readme) == []
    assert f"install ./{WHEEL}" in readme
    assert f"install .\\{WHEEL}" in readme
    for words in ("T. A. Almeida, J. M. Gómez Hidalgo and A. Yamakami", "10.24432/C5CC84", "CC BY 4.0"):
        assert words in readme
    assert max(map(len, readme.splitlines())) <= 100


def test_two_archives_are_equal_in_every_byte(root, fresh, packed, tmp_path, monkeypatch):
    """Neither the time, nor the time zone, nor the rights a new file gets leave a trace."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    before = os.umask(0o077)
    try:
        again = student_archive(root, tmp_path / "dist", fresh)
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    assert again.name == packed.name == "approximate-inference-0.1.0.zip"
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(packed.read_bytes()).digest()


def test_source_date_epoch_is_the_time_of_all_files(root, fresh, tmp_path, monkeypatch):
    """The one who packs it decides on the date."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1792000000")
    packed = student_archive(root, tmp_path, fresh)
    with zipfile.ZipFile(packed) as archive:
        wheel = zipfile.ZipFile(io.BytesIO(archive.read(f"course/{WHEEL}")))
        dates = {entry.date_time for entry in (*archive.infolist(), *wheel.infolist())}
    assert dates == {time.gmtime(1792000000)[:6]}


def test_command_says_where_it_is_and_how_large(root, fresh, tmp_path, monkeypatch, capsys):
    """`grader student-archive` writes into `dist` and prints one line."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nbgrader_config.py").touch()
    monkeypatch.setattr(module, "student_archive", lambda _, folder: student_archive(root, folder, fresh))
    assert cli.main(["student-archive"]) == 0
    size = (tmp_path / "dist" / "approximate-inference-0.1.0.zip").stat().st_size
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"dist/approximate-inference-0.1.0.zip  {size / 1000:.0f} kB")


def test_archive_works_without_the_repository(root, packed):
    """The wheel in a fresh virtual environment, the notebooks run: checks speak, pass, and draw.

    Only the packages that the wheel depends on are those of this environment.
    """
    script, answers = root / ".ci" / "try_archive.py", root / "solutions" / "practical1"
    command = [sys.executable, script, packed, "--answers", answers, "--quick"]
    command += ["--borrow", sysconfig.get_path("purelib")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "15 visible checks pass, 13 pictures are drawn" in done.stdout
    assert "16 visible checks say that their functions are not written yet" in done.stdout
