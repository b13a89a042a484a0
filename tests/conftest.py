"""What the tests share."""

import gc
import os
import re
import shutil
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from tools.course.stock import path_of_commands
from tools.practical1 import SPAM

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module", autouse=True)
def nothing_left_open():
    """Find what a file's tests left open while that file is still the one to blame."""
    yield
    gc.collect()


@pytest.fixture(scope="module", autouse=True)
def kernels_of_whoever_asks():
    """Undo behind a file's tests what grading in this process changes: who starts kernels."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    yield
    factory.default_provisioner_name = before


@pytest.fixture(scope="session")
def root():
    """Return the checkout's folder."""
    return ROOT


@pytest.fixture(scope="session")
def points(root):
    """Return the points that the cells' headers give, by notebook and exercise."""
    mark = re.compile(r'^# %%.* grade_id="(.+?)(?:__.*)?" points=([\d.]+)', re.MULTILINE)
    found = {}
    for path in sorted((root / "solutions" / "practical1").glob("*.py")):
        worth = found.setdefault(path.stem, {})
        for exercise, number in mark.findall(path.read_text(encoding="utf-8")):
            worth[exercise] = worth.get(exercise, 0.0) + float(number)
    return found


@pytest.fixture(scope="session")
def total(points):
    """Return the points of the whole assignment."""
    return sum(number for worth in points.values() for number in worth.values())


@pytest.fixture(scope="session")
def by_machine(points, total):
    """Return the points of the whole assignment without the free text, which a person reads."""
    return total - points[SPAM]["reflection"]


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """Return a course of one small notebook, released; not to be changed."""
    from tiny_course import write_course

    folder = tmp_path_factory.mktemp("released")
    write_course(folder)
    return folder


@pytest.fixture
def tiny(released, tmp_path):
    """Return a course of one small notebook, released, without submissions."""
    return Path(shutil.copytree(released, tmp_path / "course"))


@pytest.fixture(scope="session", autouse=True)
def commands_of_this_environment():
    """Let nbgrader find `alembic`, which it starts by name, where the environment is not activated."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = path_of_commands()
    yield
    os.environ["PATH"] = before
