"""What is shipped: the package and its data, and nothing that belongs to the instructor."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
import yaml


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
    from grader.trials import exercises

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
def test_archive_holds_no_recipe_for_cheating(archives, kind):
    """`grader.attacks` works from a checkout only, and part of it works on stock nbgrader."""
    assert "grader/cli.py" in archives[kind]
    assert not [name for name in archives[kind] if name.startswith("grader/attacks")]


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
    [("environment.yml", [], "."), ("environment-instructor.yml", ["instructor"], "-e .[instructor]")],
    ids=["student", "instructor"],
)
def test_environment_has_the_pins_of_the_project(root, name, extras, ours):
    """An environment asks for what `pyproject.toml` asks for, in the same versions, and for our package."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], f"python{project['requires-python']}", "pip", ours]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    *listed, by_pip = yaml.safe_load((root / name).read_text())["dependencies"]
    assert sorted(listed + by_pip["pip"]) == sorted(wanted)


_WITHOUT_EXTRAS = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {refused}:
            raise ModuleNotFoundError("No module named " + name, name=name)

sys.meta_path.insert(0, Refuse())
from grader.cli import main

for command in {commands}:
    print(command, main([command]), file=sys.stderr)
main(["--help"])
"""


def test_command_without_the_extra_says_in_one_line_what_to_install(root, tmp_path):
    """`--help` works for a student, too; an instructor's subcommand names what is missing and the remedy."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extra = {name.split(">")[0] for name in project["optional-dependencies"]["instructor"]} | {"dask"}
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
            'is not installed; in the course\'s checkout run: python -m pip install -e ".[instructor]"'
        )


def test_torch_is_pinned_exactly(root):
    """A range for torch would bring another build than the one the course was measured with."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert [d for d in project["dependencies"] if d.startswith("torch")] == ["torch==2.13.0"]
