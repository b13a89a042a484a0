"""What is shipped: the package and its data, and nothing that belongs to the instructor."""

import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest


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


def test_environment_has_the_pins_of_the_project(root):
    """`environment.yml` asks for the versions that `pyproject.toml` asks for, and for no other package."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = set(project["dependencies"]) | {f"python{project['requires-python']}"}
    lines = [line.strip(' -"') for line in (root / "environment.yml").read_text().splitlines()]
    start = lines.index("dependencies:")
    listed = {line for line in lines[start + 1 :] if line and line not in ("pip", "pip:", ".")}
    assert listed == wanted


def test_torch_is_pinned_exactly(root):
    """A range for torch would bring another build than the one the course was measured with."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert [d for d in project["dependencies"] if d.startswith("torch")] == ["torch==2.13.0"]
