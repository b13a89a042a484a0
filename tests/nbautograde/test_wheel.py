"""The engine's wheel: it holds the whole package, and works without torch, matplotlib and the course."""

import subprocess
import sys
import zipfile

import pytest

_ALONE = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "matplotlib", "grader", "course_checks", "tools", "scipy"):
            raise ModuleNotFoundError("No module named " + name, name=name)

sys.meta_path.insert(0, Refuse())
sys.path.insert(0, sys.argv[1])
import nbautograde

assert nbautograde.__file__.startswith(sys.argv[1]), nbautograde.__file__
for found in pkgutil.walk_packages(nbautograde.__path__, "nbautograde."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
"""


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Return the engine's wheel."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(out)]
    done = subprocess.run([*command, str(root / "nbautograde")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.glob("*.whl")
    return path


def test_it_holds_every_file_of_the_package(root, wheel):
    """Modules, templates and styles are all there, whatever git leaves out of a course's folder."""
    source = root / "nbautograde" / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {name for name in files if "__pycache__" not in name}
    assert "nbautograde/feedback/__init__.py" in held


def test_every_module_is_imported_without_the_course(wheel, tmp_path):
    """The engine knows neither the course nor torch and matplotlib."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run([sys.executable, "-c", _ALONE, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
