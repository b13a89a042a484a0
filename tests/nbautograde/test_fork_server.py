"""Kernels that are forks of a fork server: each is new, within its limits, and ends with all it started."""

import os
import signal
import sys

import pytest
import zmq
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook
from tiny_course import processes, until
from traitlets.config import Config

from nbautograde.events import events_of
from nbautograde.kernels import fork_server_client as warming
from nbautograde.kernels import provisioner as kernels
from nbautograde.kernels.fork_server_client import ForkServer, fork_server
from nbautograde.kernels.provisioner import ForkedKernelManager
from nbautograde.preprocessors.execute_resilient import ExecuteResilient

PYTHON = sys.executable
SLEEPER = f"import time; time.sleep(600)  # {{}} of {os.getpid()}"
START = f"import subprocess\nsubprocess.Popen([{PYTHON!r}, '-c', {SLEEPER!r}], start_new_session=True)"


@pytest.fixture(autouse=True, scope="module")
def warm():
    """Let kernels be forks, of a process that has imported NumPy."""
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, "nbautograde"
    fork_server(("numpy", "math"))
    yield
    factory.default_provisioner_name = before
    fork_server().close()


def run(*sources, timeout=60, **limits):
    """Execute cells in warm kernels; return what each printed, each cell's error, and the events."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    execute = ExecuteResilient(
        kernel_name="python3",
        kernel_manager_class=ForkedKernelManager,
        timeout=timeout,
        config=Config({"Limits": limits}),
    )
    notebook, _ = execute.preprocess(notebook, {"metadata": {"path": os.getcwd()}})
    printed, errors = [], []
    for cell in notebook.cells:
        printed.append("".join(o.text for o in cell.outputs if o.output_type == "stream"))
        errors.append("".join(o.ename for o in cell.outputs if o.output_type == "error"))
    return printed, errors, events_of(notebook)


def sleepers(name):
    """Return the pids of processes that were started under a name here, whoever is their parent now."""
    return [pid for pid, line in processes().items() if f"# {name} of {os.getpid()}" in line]


def test_kernels_share_nothing(tmp_path, monkeypatch):
    """A kernel starts with empty variables, random numbers of its own, one thread, where it is told to."""
    monkeypatch.chdir(tmp_path)
    look = "import os, sys, random, numpy as np\nprint(random.random(), np.random.rand(), 'x' in vars())"
    first, errors, events = run(f"{look}\nx = 1", "print(os.getcwd(), os.environ['OMP_NUM_THREADS'])")
    assert (errors, events) == (["", ""], [])
    second, _, _ = run(look)
    assert first[0].endswith("False\n")
    assert second[0].endswith("False\n")
    assert not set(first[0].split()[:2]) & set(second[0].split()[:2])
    assert first[1] == f"{tmp_path} 1\n"


def test_modules_are_there_already():
    """What the course imports is loaded before the first cell."""
    printed, _, _ = run("import sys\nprint('numpy' in sys.modules, 'torch' in sys.modules)")
    assert printed == ["True False\n"]


def test_memory_of_one_process():
    """More than the limit is refused with MemoryError; what is below it is not."""
    hoard = "hoard = []\nfor _ in range({}):\n    hoard.append(b'x' * 10_000_000)"
    printed, errors, events = run(hoard.format(10), hoard.format(100), "print('after')", memory_mb=300)
    assert errors == ["", "MemoryError", ""]
    assert [status for status, _ in events] == ["out of memory"]
    assert printed[2] == "after\n"


def test_memory_of_all_processes():
    """Processes that are each below the limit are ended where they exceed it together."""
    child = "hoard = b'x' * 150_000_000; import time; time.sleep(600)" + f"  # hoarder of {os.getpid()}"
    source = "import subprocess, time\nfor _ in range(4):\n"
    source += f"    subprocess.Popen([{PYTHON!r}, '-c', {child!r}])\ntime.sleep(600)"
    printed, errors, events = run(source, "print('after')", memory_mb=400)
    assert (printed, errors) == (["", "after\n"], ["KernelDied", ""])
    ((status, text),) = events
    assert status == "out of memory"
    assert "more than 400 MB" in text
    assert sleepers("hoarder") == []


def test_processes():
    """A kernel with more processes than the limit is ended, and they with it."""
    start = START.format("crowd").replace("subprocess.Popen", "for _ in range(12): subprocess.Popen")
    printed, errors, events = run(f"{start}\nimport time\ntime.sleep(600)", "print('after')", processes=8)
    assert (printed, errors) == (["", "after\n"], ["KernelDied", ""])
    ((status, text),) = events
    assert status == "kernel died"
    assert "more than 8 processes" in text
    assert sleepers("crowd") == []


def test_what_a_notebook_leaves_behind():
    """A process in a session of its own, and one whose parent has ended, go with the kernel."""
    start = START.format("orphan").splitlines()[1]
    forked = f"import os\nif os.fork() == 0:\n    {start}\n    os._exit(0)\nos.wait()"
    printed, errors, events = run(START.format("straggler"), forked, "print('after')")
    assert (printed[2], errors, events) == ("after\n", ["", "", ""], [])
    until(lambda: sleepers("straggler") + sleepers("orphan") == [])


def test_what_a_dead_kernel_leaves_behind():
    """It goes before the next kernel runs anything."""
    look = "from pathlib import Path\nlines = [path.read_text(errors='replace') for path in "
    look += "Path('/proc').glob('[0-9]*/cmdline')]\nprint(sum('# heir' in line for line in lines))"
    printed, errors, _ = run(START.format("heir"), "import os\nos._exit(1)", look)
    assert errors == ["", "KernelDied", ""]
    assert printed[2] == "1\n", "the first cell has been run again, and so has started it again"
    until(lambda: sleepers("heir") == [])


def test_written_files(tmp_path, monkeypatch):
    """A file cannot grow beyond the limit; that is an error of the cell's, and no event."""
    monkeypatch.chdir(tmp_path)
    write = "with open('big', 'wb') as file:\n    for _ in range(5): file.write(bytes(1 << 20))"
    _, errors, events = run(write, "1", written_file_mb=2)
    assert (errors, events) == (["OSError", ""], [])
    assert (tmp_path / "big").stat().st_size <= 2 << 20


def test_a_slow_cell_is_interrupted_where_interrupts_are_blocked():
    """Workers are out of a Ctrl-C's reach; their kernels are not out of an interrupt's."""
    fork_server().close()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        fork_server()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    slow = (
        "import time\nx = 1\ntry:\n    time.sleep(600)\nexcept KeyboardInterrupt:\n    print('interrupted')"
    )
    printed, _, events = run(slow, "print(x)", timeout=2)
    assert printed == ["interrupted\n", "1\n"]
    assert [status for status, _ in events] == ["timed out"]


def test_a_fork_server_that_has_ended_is_replaced():
    """The new one has imported what the old one had."""
    warm = fork_server()
    os.kill(warm.pid, signal.SIGKILL)
    until(lambda: warm.ended)
    printed, errors, _ = run("import sys\nprint('numpy' in sys.modules)")
    assert (printed, errors) == (["True\n"], [""])
    assert fork_server().pid != warm.pid


def test_a_kernel_that_has_hung_up_is_not_waited_for(monkeypatch):
    """Nor is a message to it: the cell is given up, and its kernel."""
    monkeypatch.setattr(kernels, "_SEND_MILLISECONDS", 50)
    client = kernels.ForkedKernelClient()
    with client.context, client.context.socket(zmq.DEALER) as unheard:
        with pytest.raises(zmq.Again):
            zmq.Socket.shadow(unheard).send(b"is anybody there?")


def test_a_stopped_fork_server_is_ended(monkeypatch):
    """Nobody waits for an answer for ever."""
    monkeypatch.setattr(warming, "_ANSWER_SECONDS", 1)
    warm = ForkServer()
    assert warm.ask(do="poll")["exit"] is None
    os.kill(warm.pid, signal.SIGSTOP)
    with pytest.raises(RuntimeError, match="the fork server has ended"):
        warm.ask(do="poll")
    assert warm.ended
    with pytest.raises(RuntimeError, match="the fork server has ended"):
        warm.ask(do="poll")


CONFIGURES = "c = get_config()\nc.InteractiveShellApp.exec_lines = ['planted = True']\n"


def test_a_kernel_reads_no_configuration_and_runs_no_start_up_file(tmp_path, monkeypatch):
    """Also without a sandbox: from whoever grades it has neither home nor settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    profile = tmp_path / "profile_default"
    for folder in (tmp_path, profile, tmp_path / ".ipython" / "profile_default", tmp_path / ".jupyter"):
        (folder / "startup").mkdir(parents=True)
        (folder / "startup" / "00.py").write_text("planted = True")
        for name in ("ipython_config.py", "ipython_kernel_config.py", "jupyter_config.py"):
            (folder / name).write_text(CONFIGURES)
    (tmp_path / "start.py").write_text("planted = True")
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    look = "import os\nhome = os.path.expanduser('~')\nopen(home + '/left', 'w').close()\n"
    look += "print('planted' in vars(), os.listdir(home), home)\n"
    look += f"print([name for name, value in os.environ.items() if value == {str(tmp_path)!r}])"
    first, errors, _ = run(look)
    assert errors == [""]
    second, _, _ = run(look)
    for (printed,) in (first, second):
        seen, others = printed.splitlines()
        assert seen.startswith("False ['.ipython', 'left']") or seen.startswith("False ['left', '.ipython']")
        assert set(others.strip("[]").replace("'", "").split(", ")) <= {"PWD", ""}
    assert first != second


def test_a_mistake_of_the_fork_server_ends_it(monkeypatch):
    """It says so at once, and forks nothing any more."""
    warm = ForkServer()
    with pytest.raises(RuntimeError, match="the fork server has ended: TypeError"):
        warm.ask(do="clear", folders=7)
    assert warm.ended


def test_a_kernel_is_forked_only_after_a_clean_up():
    """Two forks in a row would let one kernel find what the other has left."""
    warm = ForkServer()
    with pytest.raises(RuntimeError, match="was not cleaned up"):
        warm.ask(do="fork", arguments=["-f", "x"], cwd="/", environment={}, limits={})
    assert warm.ended
