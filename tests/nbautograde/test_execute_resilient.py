"""A cell may end, deafen or fill its kernel: it costs that cell, and the rest of the notebook runs."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from nbautograde.events import events_of
from nbautograde.preprocessors.execute_resilient import ExecuteResilient


def code(source, name=None, **mark):
    """Return a code cell, marked where it has a name."""
    mark = {"grade": False, "solution": False, "locked": False, **mark}
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": name, **mark}} if name else {})


def graded(source):
    """Return a test cell."""
    return code(source, "twice__visible", grade=True, locked=True)


def run(*cells, timeout=60, seconds_left=None, **limits):
    """Execute a notebook in stock kernels and return it."""
    notebook = new_notebook(cells=list(cells))
    config = Config({"Limits": limits})
    resources = {} if seconds_left is None else {"deadline": time.monotonic() + seconds_left}
    settings = {"kernel_name": "python3", "shutdown_kernel": "immediate", "timeout": timeout}
    notebook, _ = ExecuteResilient(config=config, **settings).preprocess(notebook, resources)
    return notebook


def printed(notebook):
    """Return what each cell printed."""
    return ["".join(o.text for o in cell.outputs if o.output_type == "stream") for cell in notebook.cells]


def errors(notebook):
    """Return the name of each cell's error, empty where it has none."""
    return ["".join(o.ename for o in cell.outputs if o.output_type == "error") for cell in notebook.cells]


DEATHS = {
    "process": "import os\nos._exit(1)",
    "crash": "import ctypes\nctypes.string_at(0)",
    "call": "exit()",
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_deadly_cell(death):
    """It is the only one without a result: what came before is run again, its outputs are kept once.

    The event names the cell by its place and quotes nothing of it.
    """
    notebook = run(
        code("x = 1\nprint('before')"), code(DEATHS[death]), code("print(x)"), graded("assert x == 1")
    )
    assert printed(notebook) == ["before\n", "", "1\n", ""]
    assert errors(notebook) == ["", "KernelDied", "", ""]
    ((status, text),) = events_of(notebook)
    assert status == "kernel died"
    assert text == "Cell 2 ended its kernel."


def test_what_is_run_again(tmp_path):
    """Tests are not, nor what was deadly; the others are, in order."""
    log = f"open({str(tmp_path / 'log')!r}, 'a').write"
    notebook = run(
        code(f"{log}('a')"),
        graded(f"{log}('t')"),
        code(f"{log}('b')", "twice", solution=True),
        graded(f"{log}('d')\nimport os\nos._exit(1)"),
        code(f"{log}('c')"),
    )
    assert (tmp_path / "log").read_text() == "atbdabc"
    assert [text for _, text in events_of(notebook)] == ["twice__visible ended its kernel."]


class KilledBefore(ExecuteResilient):
    """Execution whose kernel is killed, by nothing that a cell does, before the second cell."""

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell."""
        if index == 1:
            self.km.provisioner.process.kill()
            self.km.provisioner.process.wait()
        return super().preprocess_cell(cell, resources, index)


def test_a_kernel_that_ends_between_two_cells():
    """No cell pays for it: another kernel takes over before the next one, and it is reported."""
    notebook = new_notebook(cells=[code("x = 1"), code("print(x)"), graded("assert x == 1")])
    execute = KilledBefore(kernel_name="python3", shutdown_kernel="immediate")
    notebook, _ = execute.preprocess(notebook, {})
    assert (printed(notebook), errors(notebook)) == (["", "1\n", ""], ["", "", ""])
    assert events_of(notebook) == [("kernel died", "The kernel ended between two cells.")]


def test_a_cell_that_is_deadly_when_run_again(tmp_path):
    """After two more deaths the rest is not run, and says so; the cells before keep their results."""
    again = f"import os, pathlib\nflag = pathlib.Path({str(tmp_path / 'flag')!r})\n"
    again += "print('once')\nif flag.exists():\n    os._exit(1)\nflag.touch()"
    notebook = run(code(again), code("os._exit(1)"), graded("assert True"), code("1"))
    assert printed(notebook)[0] == "once\n"
    assert errors(notebook) == ["", "KernelDied", "NotRun", "NotRun"]
    assert [status for status, _ in events_of(notebook)] == ["kernel died", "kernel died"]


def test_memory_that_a_test_asked_for_is_given_back():
    """A test that ran out of memory gets a fresh kernel behind it; an answer that did keeps its kernel."""
    notebook = run(
        code("x = 1"),
        code("x = 2\nraise MemoryError", "twice", solution=True),
        code("print(x)"),
        graded("x = 3\nraise MemoryError"),
        code("print(x)"),
    )
    assert printed(notebook) == ["", "", "2\n", "", "2\n"]
    assert events_of(notebook) == [
        ("out of memory", "twice asked for too much memory."),
        ("out of memory", "twice__visible asked for too much memory."),
    ]


@pytest.mark.parametrize(
    "source", ["for _ in range(40): print('x' * 100_000)", "print('x' * 4_000_000)", "'x' * 4_000_000"]
)
def test_too_much_output(source):
    """The cell is ended at its limit; a cell below the limit is whole, and each has the whole limit."""
    notebook = run(
        code("print('y' * 600_000)"),
        code("print('y' * 600_000)"),
        code(source),
        code("print('after')"),
        output_mb=1,
    )
    assert [len(text) for text in printed(notebook)[:2]] == [600_001, 600_001]
    assert len(printed(notebook)[2]) <= 1 << 20
    assert printed(notebook)[3] == "after\n"
    assert errors(notebook) == ["", "", "KernelDied", ""]
    assert [status for status, _ in events_of(notebook)] == ["too much output"]


def test_a_slow_cell_is_interrupted():
    """It keeps its kernel and what it printed; it is not run again after a later death."""
    slow = "print('begun', flush=True)\nimport time\nx = 1\ntime.sleep(600)"
    notebook = run(
        code(slow), code("print(x)"), code("import os\nos._exit(1)"), code("'x' in vars()"), timeout=2
    )
    assert printed(notebook) == ["begun\n", "1\n", "", ""]
    assert "CellTimeoutError" in errors(notebook)[0]
    assert notebook.cells[3].outputs[0].data["text/plain"] == "False"
    assert events_of(notebook)[0][0] == "timed out"


def test_a_deaf_cell_is_ended():
    """A cell that ignores the interrupt loses its kernel, and is told from one that died by itself."""
    deaf = "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)"
    notebook = run(code("x = 1"), code(deaf), code("print(x)"), timeout=2)
    assert printed(notebook) == ["", "", "1\n"]
    assert errors(notebook) == ["", "KernelDied", ""]
    ((status, text),) = events_of(notebook)
    assert status == "timed out"
    assert text.endswith("went on after 2 s and an interrupt.")


def test_time_for_all_cells_together():
    """A cell has what is left of it; the cells behind are not run and say why, once."""
    slow = "import time\ntime.sleep(600)"
    notebook = run(code("1"), code(slow), graded("assert True"), code("2"), seconds_left=4)
    assert "CellTimeoutError" in errors(notebook)[1]
    assert errors(notebook)[2:] == ["NotRun", "NotRun"]
    assert [status for status, _ in events_of(notebook)] == ["timed out", "timed out"]


def test_no_time_left():
    """Where an earlier notebook has used all of it, no kernel runs anything."""
    notebook = run(code("print(1)"), graded("assert True"), seconds_left=-1)
    assert printed(notebook) == ["", ""]
    assert errors(notebook) == ["NotRun", "NotRun"]


def test_nobody_answers():
    """A cell that asks for input fails; so does one that raises SystemExit; neither is an event."""
    notebook = run(code("input('Name? ')"), code("import sys\nsys.exit(1)"), code("print(1)"))
    assert errors(notebook) == ["StdinNotImplementedError", "SystemExit", ""]
    assert events_of(notebook) == []


def test_an_exception_called_like_a_time_limit_is_none():
    """No event says that a cell was stopped where its own code raised something of that name."""
    notebook = run(code("class CellTimeoutError(Exception):\n    pass\n\n\nraise CellTimeoutError"))
    assert errors(notebook) == ["CellTimeoutError"]
    assert events_of(notebook) == []


def test_a_code_cell_that_a_person_grades_is_run_again_like_any_answer(tmp_path):
    """It holds the student's text: what it defines is there after a later death."""
    notebook = run(
        code("x = 1", "essay", grade=True, solution=True),
        code("import os\nos._exit(1)"),
        code("print(x)"),
    )
    assert printed(notebook) == ["", "", "1\n"]
