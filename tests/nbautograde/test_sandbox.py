"""The walls of the student's room: what is inside, what is not, and what is said where there are none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook

from nbautograde import sandbox as sandbox
from nbautograde.kernels import fork_server_client as warming
from nbautograde.kernels.fork_server_client import ForkServer, begin_submission, end_submission, fork_server
from nbautograde.kernels.provisioner import ForkedKernelManager
from nbautograde.preprocessors.execute_resilient import ExecuteResilient
from nbautograde.sandbox import Isolation, SandboxError, available, wrapped

sandboxed = pytest.mark.skipif(available() != "", reason=available())


def inside(code, folder):
    """Return what a program prints that runs inside the walls."""
    command = wrapped([sys.executable, "-P", "-c", code], str(folder))
    process = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return process.stdout.strip() or process.stderr.strip().splitlines()[-1]


@sandboxed
def test_neither_course_nor_home_is_there(root, tmp_path):
    """Solutions, tests, gradebook and other students' work have no place inside; the package has."""
    secret = tmp_path / "secret.txt"
    secret.write_text("4711")
    room = tmp_path / "room"
    room.mkdir()
    paths = [root / name for name in ("solutions", "tests", "gradebook.db", "submitted", ".git")]
    paths += [secret, "/etc/shadow", os.path.expanduser("~/.ssh")]
    code = f"import os, nbautograde; print([p for p in {list(map(str, paths))} if os.path.exists(p)])"
    assert inside(code, room) == "[]"


@sandboxed
def test_only_the_room_and_tmp_can_be_written(tmp_path):
    """A file in the room is seen outside; the rest is read-only, and /tmp is another one."""
    code = """
import nbautograde, os
written = []
for folder in (os.getcwd(), "/tmp", "/usr", "/etc", os.path.dirname(nbautograde.__file__)):
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


@sandboxed
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
    assert Isolation(sandbox="auto").why_no_sandbox() == "bubblewrap is not installed"
    with pytest.raises(SandboxError, match="bubblewrap is not installed"):
        Isolation(sandbox="required").why_no_sandbox()
    monkeypatch.setattr(sandbox, "available", lambda: "")
    assert Isolation(sandbox="auto").why_no_sandbox() == ""
    assert "switched off" in Isolation(sandbox="none").why_no_sandbox()
    with pytest.raises(SandboxError, match="must see the solutions"):
        Isolation(sandbox="required", tests="kernel").why_no_sandbox()


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


@sandboxed
def test_nothing_is_left_for_the_next_student(monkeypatch):
    """One worker's kernels share a sandbox: files and shared memory of the last one are gone."""
    monkeypatch.setattr(warming, "_current", None)
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", "nbautograde")
    folder = fork_server((), sandboxed=True).folder
    try:
        assert printed(LEAVES, folder) == "True\n"
        assert printed(LOOKS, folder) == "[]\n0\n"
    finally:
        fork_server().close()


@sandboxed
def test_passwords_of_whoever_grades_are_not_in_a_kernels_environment(monkeypatch):
    """Neither as Python sees it nor as the system keeps it."""
    monkeypatch.setenv("TOKEN_OF_THE_COURSE", "a password")
    monkeypatch.setattr(warming, "_current", None)
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", "nbautograde")
    folder = fork_server((), sandboxed=True).folder
    looks = "import os\nprint('PATH' in os.environ, 'TOKEN_OF_THE_COURSE' in os.environ)\n"
    looks += "print(b'TOKEN_OF_THE_COURSE' in open('/proc/self/environ', 'rb').read())\n"
    try:
        assert printed(looks, folder) == "True False\nFalse\n"
    finally:
        fork_server().close()


@pytest.fixture
def rooms(monkeypatch):
    """Let submissions of one cell be graded in the sandbox of one fork server."""
    monkeypatch.setattr(warming, "_current", None)
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "nbautograde")
    fork_server((), sandboxed=True)
    yield
    fork_server().close()


def submitted(*sources):
    """Return what each cell of a submission prints, run in kernels of their own, and what it left."""
    begin_submission({"table.csv": b"1"})
    told = [printed(source, fork_server().folders[0]) for source in sources]
    return told, end_submission()


STARTUP = r"""
import os, pathlib
for home in {os.path.expanduser("~"), os.path.abspath(os.pardir), os.getcwd(), "/tmp"}:
    for name in ("startup/00.py", "ipython_config.py", "ipython_kernel_config.py"):
        file = pathlib.Path(home, ".ipython/profile_default", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("planted = True\nc.InteractiveShellApp.exec_lines = ['planted = True']")
    file.with_name("startup").chmod(0o500)
    file.parent.chmod(MODE)
"""
DEEP = """
import os
for place in ("/tmp", "/dev/shm"):
    os.chdir(place)
    for _ in range(3500):
        os.mkdir("d")
        os.chdir("d")
"""
ODD = r"""
import os, socket
for place in map(os.fsencode, ("/tmp", "/dev/shm", os.path.expanduser("~"), os.path.abspath(os.pardir))):
    folder = place + b"/\xff\n"
    os.makedirs(folder + b"/sticky")
    os.mkfifo(folder + b"/pipe")
    socket.socket(socket.AF_UNIX).bind(folder + b"/socket")
    os.symlink(b"/", folder + b"/link")
    os.chmod(folder + b"/sticky", 0o1000)
    os.chmod(folder, 0)
    os.chmod(place, 0o500)
"""
MEMORY = """
import ctypes, multiprocessing.shared_memory
libc = ctypes.CDLL(None)
libc.shmget(7, 4096, 0o1000), libc.semget(7, 1, 0o1000), libc.msgget(7, 0o1000)
print(libc.mq_open(b"/left", 0o102, 0o666, None))
"""
SEES = """
import os, pathlib
home = os.path.expanduser("~")
places = {place: sorted(os.listdir(place)) for place in ("/tmp", "/dev/shm", os.pardir, os.curdir, home)}
mounts = [line.split()[4] for line in open("/proc/self/mountinfo")]  # the checkout may lie below /tmp
tmp = sorted({point.split("/")[2] for point in mounts if point.startswith("/tmp/")})
own = [tmp, [], [os.path.basename(os.getcwd()), os.path.basename(os.path.dirname(home))]]
print(list(places.values()) == [*own[:2], sorted(own[2]), ["table.csv"], [".ipython"]] or places)
print("planted" in dir(), [pid for pid in os.listdir("/proc") if pid.isdigit()] == ["1", str(os.getpid())])
print([len(pathlib.Path("/proc/sysvipc", kind).read_text().splitlines()) for kind in ("shm", "sem", "msg")])
"""


@sandboxed
@pytest.mark.parametrize(
    ("leaves", "says"),
    [
        (STARTUP.replace("MODE", "0o700"), ""),
        (STARTUP.replace("MODE", "0o500"), ""),
        (DEEP, ""),
        (ODD, ""),
        (MEMORY, "-1\n"),
        ("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)", ""),
    ],
    ids=["start-up", "profile", "deep", "odd", "memory", "process"],
)
def test_whatever_was_left_the_next_submission_sees_nothing_of_it(rooms, leaves, says):
    """Neither modes nor names nor depth keep a file, and no start-up file or setting runs."""
    (told,), left = submitted(leaves)
    assert (told, left) == (says, [])
    (seen, again), left = submitted(SEES, SEES)
    assert seen == again == "True\nFalse True\n[1, 1, 1]\n"
    assert left == []


@sandboxed
def test_a_sandbox_that_cannot_be_cleaned_is_replaced(rooms, monkeypatch):
    """The submission goes on in a new one, where its files are, and the next one starts in a new one."""
    first = fork_server()
    monkeypatch.setattr(ForkServer, "clear", _unclean_once(ForkServer.clear))
    begin_submission({"table.csv": b"1"})
    second, room = fork_server(), fork_server().folders[0]
    assert second.pid != first.pid
    assert first.ended
    monkeypatch.setattr(ForkServer, "clear", _unclean_once(ForkServer.clear))
    assert printed("print(open('table.csv').read())", room) == "1\n"
    assert fork_server().folder not in (first.folder, second.folder)
    assert not os.path.exists(second.folder)
    assert printed("print(open('table.csv').read())", room) == "1\n"
    assert end_submission() == ["files in /tmp"]
    begin_submission({})
    assert end_submission() == []


def _unclean_once(clear):
    tries = iter(["files in /tmp"])
    return lambda self: next(tries, "") or clear(self)


@sandboxed
def test_a_folder_that_was_moved_is_noticed(tmp_path):
    """Where the sandbox's own folders have other names afterwards, it is not clean."""
    below = tmp_path / "below"
    below.mkdir()
    code = f"""
import os
from nbautograde.kernels.fork_server import _Server
server = _Server(None)
print(server._clear(["/tmp"])["left"], server._clean)
os.rename({str(tmp_path.parent)!r}, "/tmp/elsewhere")
print(server._clear(["/tmp"])["left"], server._clean)
print(list(server._answer("fork", arguments=[], cwd="", environment=dict(), limits=dict())))
"""
    if not str(tmp_path).startswith("/tmp/"):
        pytest.skip("temporary folders are elsewhere")
    assert inside(code, below) == "True\na folder that was moved False\n['failed']"


@sandboxed
def test_devices_and_the_systems_settings_are_read_only(tmp_path):
    """A superuser who grades is one outside: a setting that could be written there would be the system's."""
    code = """
import os
opened = []
for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/self/comm", "/dev/new"):
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT))
        opened.append(path)
    except OSError:
        pass
print(opened, oct(os.stat("/dev/shm").st_mode))
"""
    assert inside(code, tmp_path) == "[] 0o41777"


def printed(source, folder):
    """Return what a cell prints in a kernel of its own."""
    execute = ExecuteResilient(kernel_name="python3", kernel_manager_class=ForkedKernelManager)
    notebook = new_notebook(cells=[new_code_cell(source)])
    notebook, _ = execute.preprocess(notebook, {"metadata": {"path": folder}})
    return "".join(output.get("text", output.get("evalue", "")) for output in notebook.cells[0].outputs)


@sandboxed
def test_nothing_is_left_at_home(monkeypatch):
    """The folder that all kernels of a worker can write holds only what this submission needs."""
    monkeypatch.setattr(warming, "_current", None)
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "nbautograde")
    warm = fork_server((), sandboxed=True)
    room = Path(warm.folder, "work-mine")
    room.mkdir()
    (room / "table.csv").write_text("1")
    warm.folders = [str(room)]
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
        fork_server().close()
