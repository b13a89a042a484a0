"""What is shipped: the package and its data, and nothing that belongs to the instructor."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import requires
from itertools import chain

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def archives(root, tmp_path_factory):
    """Return the names and contents of the built wheel and sdist."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    (sdist,) = out.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(sdist) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        in_sdist = {m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in members}
    return {"wheel": in_wheel, "sdist": in_sdist}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_archive_holds_package_data_and_licences_only(archives, kind):
    """Nothing but `grader`, its data, licences and the archive's own metadata is inside."""
    allowed = {
        "wheel": ("grader/", "approximate_inference_course-"),
        "sdist": (
            "grader/",
            "data/sms_spam/",
            "LICENSE",
            "PKG-INFO",
            "README.md",
            "pyproject.toml",
            ".gitignore",
        ),
    }
    strangers = [name for name in archives[kind] if not name.startswith(allowed[kind])]
    assert strangers == []
    assert any("sms_spam" in name for name in archives[kind])
    assert any("LICENSE-CC-BY-4.0" in name for name in archives[kind])


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_archive_holds_no_solution_and_no_hidden_test(archives, kind):
    """No body of a solution cell, no hidden test and no seed of one is in any file."""
    from tools.course.trials import exercises

    secrets = set()
    for _, solution, tests in exercises().values():
        body = solution.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].strip()
        secrets.add(body)
        for _, _, text in tests:
            if "BEGIN HIDDEN TESTS" in text:
                secrets.add(text.split("### BEGIN HIDDEN TESTS")[1].split("### END")[0].strip())
    everything = b"\n".join(archives[kind].values()).decode("utf-8", "replace")
    assert len(secrets) > 10
    assert not [secret for secret in secrets if secret in everything]


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_archive_holds_no_engine_and_no_tools(archives, kind):
    """Of what grades, and of what attacks grading, students get nothing but the command that says so."""
    assert "grader/__main__.py" in archives[kind]
    everything = b"\n".join(text for name, text in archives[kind].items() if name.endswith(".py"))
    assert not re.findall(rb"^ *(?:from|import) (?:nbautograde|course_checks)", everything, re.MULTILINE)


def test_wheel_of_the_checkout_is_the_wheel_of_the_sdist(archives, root, tmp_path):
    """Students' wheel is built from the checkout, the one above from the sdist; their files are equal."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        str(tmp_path),
        str(root),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == archives["wheel"]


@pytest.mark.parametrize(
    ("name", "extras", "ours"),
    [
        ("environment.yml", [], ["."]),
        ("environment-instructor.yml", ["instructor"], ["-e ./nbautograde", "-e .[instructor]"]),
    ],
    ids=["student", "instructor"],
)
def test_environment_has_the_ranges_of_the_project(root, name, extras, ours):
    """An environment asks for what `pyproject.toml` asks for, in the same ranges, and for our package."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], f"python{project['requires-python']}", "pip", *ours]
    for extra in extras:
        wanted += [one for one in project["optional-dependencies"][extra] if "nbautograde" not in one]
    *listed, by_pip = yaml.safe_load((root / name).read_text())["dependencies"]
    assert sorted(listed + by_pip["pip"]) == sorted(wanted)


_WITHOUT_EXTRAS = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {refused}:
            raise ModuleNotFoundError("No module named " + name, name=name)

sys.meta_path.insert(0, Refuse())
from tools.cli import main

for command in {commands}:
    print(command, main([command]), file=sys.stderr)
main(["--help"])
"""


def test_command_without_the_extra_says_in_one_line_what_to_install(root, tmp_path):
    """`--help` works for a student, too; an instructor's subcommand names what is missing and the remedy."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extra = {re.match(r"[\w-]+", one)[0] for one in project["optional-dependencies"]["instructor"]}
    commands = ["grade", "autograde", "build", "audit", "bench", "attack", "student-archive"]
    code = _WITHOUT_EXTRAS.format(refused=sorted(extra), commands=commands)
    (tmp_path / "nbgrader_config.py").touch()
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "usage: grader [-h] COMMAND" in done.stdout
    assert all(re.search(rf"^    {command}\b", done.stdout, re.MULTILINE) for command in commands)
    lines = done.stderr.splitlines()
    assert lines[1::2] == [f"{command} 2" for command in commands]
    for line in lines[::2]:
        assert line.split()[0] == "grader:"
        assert line.split()[1].split(".")[0] in extra
        assert line.endswith(
            "is not installed; in the course's checkout run: "
            'python -m pip install -e nbautograde -e ".[instructor]"'
        )


@pytest.fixture(scope="module")
def project(root):
    """Return what `pyproject.toml` says of the project."""
    return tomllib.loads((root / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def pins(root):
    """Return the versions that `constraints.txt` fixes, by name."""
    lines = (root / "constraints.txt").read_text().splitlines()
    found = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert len(found) == len([line for line in lines if not line.startswith("#")])
    return {canonicalize_name(name): version for name, version in found.items()}


def test_users_get_ranges_and_any_newer_python(project):
    """No dependency is fixed to one version, and Python has no upper bound."""
    assert project["requires-python"] == ">=3.11"
    listed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    assert [line for line in listed if "==" in line] == []
    assert {"torch>=2.6", "nbgrader>=0.9.6,<0.10"} <= set(listed)


def test_constraints_are_plain_versions_within_the_ranges(project, pins):
    """A line is a name and a public version, no path and no build; each range admits what is tested."""
    assert [version for version in pins.values() if not re.fullmatch(r"[0-9][0-9a-z.]*", version)] == []
    listed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    ranges = {canonicalize_name(r.name): r.specifier for r in map(Requirement, listed)}
    del ranges["approximate-inference-course"], ranges["nbautograde"]
    assert [name for name, admitted in ranges.items() if pins[name] not in admitted] == []
    assert pins["torch"] == "2.13.0"  # another release would be fetched with CUDA, several gigabytes


def test_constraints_name_all_that_the_project_needs_here(project, pins):
    """Whatever an installation for development brings, at any depth, has its line."""
    needed, waiting = set(), [("approximate-inference-course", ("dev",))]
    while waiting:
        name, extras = waiting.pop()
        for line in requires(name) or []:
            wanted = Requirement(line)
            told = (canonicalize_name(wanted.name), tuple(sorted(wanted.extras)))
            asked = [wanted.marker is None or wanted.marker.evaluate({"extra": e}) for e in ("", *extras)]
            if any(asked) and told not in needed:
                needed.add(told)
                waiting.append(told)
    assert len(needed) > 100
    assert {name for name, _ in needed} - set(pins) <= {"approximate-inference-course", "nbautograde"}


def test_make_sets_up_by_the_constraints_and_again_when_they_change(root, tmp_path):
    """`make` hands `constraints.txt` to pip; newer constraints make it do so once more."""
    (tmp_path / "nbautograde").mkdir()
    for name in ("Makefile", "pyproject.toml", "nbautograde/pyproject.toml", "constraints.txt"):
        shutil.copy(root / name, tmp_path / name)
    bin_ = tmp_path / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "python").write_text('#!/bin/sh\necho "$*" >> said\n')
    (bin_ / "grader").write_text("#!/bin/sh\n")
    for path in bin_.iterdir():
        path.chmod(0o755)

    def installations():
        subprocess.run(["make", "grade", f"PYTHON={sys.executable}"], cwd=tmp_path, check=True)
        return (tmp_path / "said").read_text().splitlines()

    (line,) = installations()
    assert "-c constraints.txt -e nbautograde -e .[dev]" in line
    assert len(installations()) == 1
    later = (tmp_path / ".venv" / ".ready").stat().st_mtime + 10
    os.utime(tmp_path / "constraints.txt", (later, later))
    assert len(installations()) == 2


@pytest.mark.parametrize(("version", "done"), [((3, 10), 1), ((3, 11), 0), ((3, 14), 0)])
def test_make_takes_python_3_11_and_every_newer_one(root, version, done):
    """What the Makefile asks of an interpreter holds for 3.11 and newer ones, not for 3.10."""
    (asks,) = re.findall(r"\$\(PYTHON\) -c '(.+)'", (root / "Makefile").read_text())
    pretended = f"import sys; sys.version_info = {(*version, 2, 'final', 0)}; {asks}"
    assert subprocess.run([sys.executable, "-c", pretended]).returncode == done


_WITHOUT_TORCH = """
import importlib, sys, warnings

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name=name)

sys.meta_path.insert(0, Refuse())
warnings.simplefilter("error")
for name in {modules}:
    importlib.import_module(name)
"""


def test_first_notebook_needs_no_torch(root):
    """All that the first notebook imports of `grader` is imported where torch is missing."""
    text = (root / "solutions" / "practical1" / "foundations_of_bayes_theorem.py").read_text(encoding="utf-8")
    modules = {
        f"grader.{name}" for name in re.findall(r"^ *from grader\.([\w.]+) import", text, re.MULTILINE)
    }
    for package, names in re.findall(
        r"^ *from grader import (\w+)|\b((?:checks|pictures)\.\w+)\.", text, re.MULTILINE
    ):
        modules.add(f"grader.{package or names}")
    assert {"grader.checks.kde", "grader.pictures.kde"} <= modules
    code = _WITHOUT_TORCH.format(modules=sorted(modules))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_version_of_python_that_is_not_installed_is_skipped_with_a_line(root, tmp_path):
    """`make test-pythons` on a machine without these versions says so and does not fail."""
    command = [sys.executable, root / ".ci" / "try_pythons.py", "3.98", "3.99"]
    environment = {**os.environ, "PYENV_ROOT": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"Python {version}: skipped, neither pyenv nor the path has it" for version in ("3.98", "3.99")
    ]
