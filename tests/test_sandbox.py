"""The walls of the student's room: what is inside, what is not, and what is said where there are none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook

from grader.autograding import warming
from grader.autograding.kernels import WarmKernelManager
from grader.autograding.warming import warm_process
from grader.rooms import sandbox
from grader.rooms.sandbox import Isolation, SandboxError, available, wrapped
from grader.survival import SurvivingExecute

walled = pytest.mark.skipif(available() != "", reason=available())


def inside(code, folder):
    """Return what a program prints that runs inside the walls."""
    command = wrapped([sys.executable, "-P", "-c", code], str(folder))
    process = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return process.stdout.strip() or process.stderr.strip().splitlines()[-1]


@walled
def test_neither_course_nor_home_is_there(root, tmp_path):
    """Solutions, tests, gradebook and other students' work have no place inside; the package has."""
    secret = tmp_path / "secret.txt"
    secret.write_text("4711")
    room = tmp_path / "room"
    room.mkdir()
    paths = [root / name for name in ("solutions", "tests", "gradebook.db", "submitted", ".git")]
    paths += [secret, "/etc/shadow", os.path.expanduser("~/.ssh")]
    code = f"import os, grader; print([p for p in {list(map(str, paths))} if os.path.exists(p)])"
    assert inside(code, room) == "[]"


@walled
def test_only_the_room_and_tmp_can_be_written(tmp_path):
    """A file in the room is seen outside; the rest is read-only, and /tmp is another one."""
    code = """
import grader, os
written = []
for folder in (os.getcwd(), "/tmp", "/usr", "/etc", os.path.dirname(grader.__file__)):
    try:
        open(os.path.join(folder, "made-inside"), "w").close()
        written.append(folder)
    except OSError:
        pass
print(len(written), written[1])
"""
    assert inside(code, tmp_path) == "2 /tmp"
    assert (tmp_path / "made-inside").exists()
    assert not os.path.exists("/tmp/made-inside")


@walled
def test_there_is_no_network_and_no_other_process(tmp_path):
    """Only a loopback of its own, and one process: number 1, without capabilities, not the superuser."""
    code = """
import os, socket
names = sorted(name for _, name in socket.if_nameindex())
status = open("/proc/self/status").read()
powers = [line.split()[1] for line in status.splitlines() if line.startswith("CapEff")]
print(names, [n for n in os.listdir("/proc") if n.isdigit()], os.getpid(), os.getuid(), int(powers[0], 16))
"""
    assert inside(code, tmp_path) == "['lo'] ['1'] 1 1000 0"


def test_where_there_are_no_walls_it_is_said(monkeypatch):
    """`auto` says why, `required` refuses, `none` is somebody's choice; one room has no walls."""
    monkeypatch.setattr(sandbox, "available", lambda: "bubblewrap is not installed")
    assert Isolation(sandbox="auto").why_no_walls() == "bubblewrap is not installed"
    with pytest.raises(SandboxError, match="bubblewrap is not installed"):
        Isolation(sandbox="required").why_no_walls()
    monkeypatch.setattr(sandbox, "available", lambda: "")
    assert Isolation(sandbox="auto").why_no_walls() == ""
    assert "switched off" in Isolation(sandbox="none").why_no_walls()
    with pytest.raises(SandboxError, match="must see the solutions"):
        Isolation(sandbox="required", two_rooms=False).why_no_walls()


LEAVES = """
import ctypes, pathlib
print(ctypes.CDLL(None).shmget(4711, 4096, 0o1666) >= 0)
for folder in ("/tmp", "/dev/shm"):
    pathlib.Path(folder, "for-the-next").write_text("an answer")
"""
LOOKS = """
import pathlib
print([str(p) for folder in ("/tmp", "/dev/shm") for p in pathlib.Path(folder).glob("for-*")])
print(len(pathlib.Path("/proc/sysvipc/shm").read_text().splitlines()) - 1)
"""


@walled
def test_nothing_is_left_for_the_next_student(monkeypatch):
    """One worker's kernels share a sandbox: files and shared memory of the last one are gone."""
    monkeypatch.setattr(warming, "_current", None)
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", "grader-warm")
    folder = warm_process((), walled=True).folder
    try:
        assert printed(LEAVES, folder) == "True\n"
        assert printed(LOOKS, folder) == "[]\n0\n"
    finally:
        warm_process().close()


@walled
def test_passwords_of_whoever_grades_are_not_in_a_kernels_environment(monkeypatch):
    """Neither as Python sees it nor as the system keeps it."""
    monkeypatch.setenv("TOKEN_OF_THE_COURSE", "a password")
    monkeypatch.setattr(warming, "_current", None)
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", "grader-warm")
    folder = warm_process((), walled=True).folder
    looks = "import os\nprint('PATH' in os.environ, 'TOKEN_OF_THE_COURSE' in os.environ)\n"
    looks += "print(b'TOKEN_OF_THE_COURSE' in open('/proc/self/environ', 'rb').read())\n"
    try:
        assert printed(looks, folder) == "True False\nFalse\n"
    finally:
        warm_process().close()


def printed(source, folder):
    """Return what a cell prints in a kernel of its own."""
    execute = SurvivingExecute(kernel_name="python3", kernel_manager_class=WarmKernelManager)
    notebook = new_notebook(cells=[new_code_cell(source)])
    notebook, _ = execute.preprocess(notebook, {"metadata": {"path": folder}})
    return "".join(output.get("text", output.get("evalue", "")) for output in notebook.cells[0].outputs)


@walled
def test_nothing_is_left_at_home(monkeypatch):
    """The folder that all kernels of a worker can write holds only what this submission needs."""
    monkeypatch.setattr(warming, "_current", None)
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "grader-warm")
    warm = warm_process((), walled=True)
    room = Path(warm.folder, "work-mine")
    room.mkdir()
    (room / "table.csv").write_text("1")
    warm.rooms = [str(room)]
    plant = """
import pathlib
start = pathlib.Path.home() / ".ipython/profile_default/startup"
start.mkdir(parents=True, exist_ok=True)
(start / "00.py").write_text("planted = True")
(pathlib.Path.home() / "left").touch()
"""
    look = "import pathlib\nprint('planted' in dir(), pathlib.Path.home().joinpath('left').exists())"
    try:
        assert printed(plant, str(room)) == ""
        assert printed(look, str(room)) == "False False\n"
        assert (room / "table.csv").exists()
    finally:
        warm_process().close()
