"""What the tests share."""

import gc
import os
import shutil
from pathlib import Path

import pytest

from grader.stock import path_of_commands

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module", autouse=True)
def nothing_left_open():
    """Find what a file's tests left open while that file is still the one to blame."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def root():
    """Return the checkout's folder."""
    return ROOT


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
