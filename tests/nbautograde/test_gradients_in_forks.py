"""Where torch can take no gradient in a fork of a process that took one, tests are judged all the same."""

import pytest
from isolated import connected_student
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook

from nbautograde.course.assignment import SourceNotebook
from nbautograde.events import events_of, start_events
from nbautograde.isolated_tests import gradient_probe as probe
from nbautograde.isolated_tests.gradient_probe import NoGradient, is_no_gradient
from nbautograde.isolated_tests.student_client import NO_GRADIENT
from nbautograde.isolated_tests.test_runner import CheckWords, judge_cell
from nbautograde.isolated_tests.test_runner_client import RunnerSetup, runner_client
from nbautograde.kernels.fork_server_client import NO_DEVICES, fork_server
from nbautograde.preprocessors.execute_graded import ExecuteGraded
from nbautograde.workers.worker_preprocessors import for_worker

DEVICE = """
import torch

class Guard(torch._C._acc.DeviceGuard):
    def type_(self):
        return torch._C._autograd.DeviceType.PrivateUse1

guard = Guard()
torch._C._acc.register_python_privateuseone_device_guard(guard)
"""
"""A device that torch sees: from the first gradient on, its engine has threads."""

TAKEN = "x = torch.ones(2, requires_grad=True)\n(x * x).sum().backward()\n"
FUNCTIONS = """
def value(x):
    return x * x

def fit(x):
    try:
        leaf = x.clone().requires_grad_()
        (leaf * leaf).sum().backward()
    except Exception:
        return x
    return leaf.grad

def without(x):
    return x + 1
"""
OUTSIDE = """
import torch
from grader.checking import gradient
_, (found,) = gradient(value, torch.ones(2), wrt=(0,))
assert found.tolist() == [2.0, 2.0]
"""
INSIDE = "import torch\nassert fit(torch.ones(2)).tolist() == [2.0, 2.0]\n"
WITHOUT = "import torch\nassert without(torch.ones(2)).tolist() == [2.0, 2.0]\n"
NOT_IN_A_FORK = """
import os
import torch

def refused(take, says="Unable to handle it in combination with fork-based multiprocessing"):
    def call(*args, home=os.getpid(), **kwargs):
        if os.getpid() != home:
            raise RuntimeError(says)
        return take(*args, **kwargs)
    return call

torch.autograd.grad, torch.autograd.backward = refused(torch.autograd.grad), refused(torch.autograd.backward)
"""
"""What `DEVICE` and `TAKEN` lead to, for a process whose engine is at work already, as a test's is."""

NAMES = ["value", "fit", "without"]


def ran(student, source):
    """Return the errors of a test cell, name and text each, and why the student's side is gone."""
    outputs, gone = judge_cell(source, NAMES, student, 60, CheckWords.of("grader.checking.failures"))[:2]
    return [(it["ename"], it["evalue"]) for it in outputs if it["output_type"] == "error"], gone


@pytest.mark.parametrize("source", [OUTSIDE, INSIDE], ids=["by the check", "by the function"])
def test_a_test_that_could_not_run_says_so(tmp_path, source):
    """Torch's refusal is never told as the student's mistake, nor taken for a wrong result."""
    with connected_student(tmp_path, NOT_IN_A_FORK, FUNCTIONS) as student:
        assert ran(student, WITHOUT) == ([], "")
        ((name, text),), gone = ran(student, source)
    assert (name, gone) == ("NotRun", NO_GRADIENT)
    assert "not your mistake" in text


def test_a_gradient_that_never_comes_is_not_waited_for(tmp_path, monkeypatch):
    """Where the engine hangs in a fork instead of refusing, the test says the same, and soon."""
    monkeypatch.setattr(probe, "_SECONDS", 0.1)
    hangs = NOT_IN_A_FORK.replace("raise RuntimeError(says)", "__import__('threading').Event().wait()")
    with connected_student(tmp_path, hangs, FUNCTIONS) as student:
        ((name, _),), gone = ran(student, INSIDE)
    assert (name, gone) == ("NotRun", NO_GRADIENT)


def test_gradients_in_a_fork_that_can_take_them(tmp_path):
    """A gradient before the fork alone is in nobody's way, and a student's own exception stays theirs."""
    raises = "def fit(x):\n    raise RuntimeError('mine')\n"
    with connected_student(tmp_path, "import torch\n" + TAKEN, FUNCTIONS) as student:
        assert [ran(student, source) for source in (OUTSIDE, INSIDE, WITHOUT)] == [([], "")] * 3
    with connected_student(tmp_path, NOT_IN_A_FORK, FUNCTIONS, raises) as student:
        assert ran(student, INSIDE) == ([("RuntimeError", "mine")], "")


def test_what_says_that_no_gradient_can_be_taken():
    """Torch's exception does, also as the cause of another one; no other exception does."""
    torchs = RuntimeError(
        "Unable to handle autograd's threading in combination with fork-based multiprocessing."
    )
    outer, circle = ValueError("x"), ValueError("y")
    outer.__cause__, circle.__context__ = torchs, circle
    assert all(map(is_no_gradient, (torchs, outer, NoGradient())))
    assert not any(map(is_no_gradient, (RuntimeError("other"), ValueError(str(torchs)), circle)))


@pytest.fixture(scope="module")
def execute(tmp_path_factory):
    """Return a function that executes cells as a worker does, and the notebook that becomes of them."""
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, "nbautograde"
    folder = str(tmp_path_factory.mktemp("work"))
    fork_server(("numpy", "torch")).folders = [folder]
    runner_client(RunnerSetup(folder, failures="grader.checking.failures"))

    def run(*cells):
        notebook = new_notebook(cells=list(cells))
        start_events(notebook)
        source = SourceNotebook(None, [])
        resources = {"metadata": {"path": folder}, "names": set(NAMES), "files": {}, "source": source}
        for_worker(ExecuteGraded, True)(kernel_name="python3", timeout=60).preprocess(notebook, resources)
        return notebook

    yield run
    factory.default_provisioner_name = before
    fork_server().close()
    runner_client().close()


def test_cell(name, source):
    """Return a test cell."""
    mark = {
        "grade": True,
        "solution": False,
        "locked": True,
        "points": 1,
        "grade_id": name,
        "schema_version": 3,
    }
    return new_code_cell(source, metadata={"nbgrader": mark})


def answer(source):
    """Return a solution cell."""
    mark = {"grade": False, "solution": True, "locked": False, "grade_id": "answer", "schema_version": 3}
    return new_code_cell(source, metadata={"nbgrader": mark})


test_cell.__test__ = False


def errors(notebook):
    """Return the errors of all cells, and what they printed."""
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    return [output.evalue for output in outputs if output.output_type == "error"], "".join(
        output.text for output in outputs if output.output_type == "stream"
    )


def test_the_kernel_itself_serves_where_its_fork_takes_no_gradient(execute):
    """A right answer passes each test, and cells between and after them run as they would."""
    notebook = execute(
        new_code_cell(DEVICE + TAKEN),
        answer(FUNCTIONS),
        test_cell("outside", OUTSIDE),
        test_cell("without", WITHOUT),
        new_code_cell("y = x.grad * 2"),
        test_cell("inside", INSIDE),
        new_code_cell("print(y.tolist())"),
    )
    assert errors(notebook) == ([], "[4.0, 4.0]\n")
    assert events_of(notebook) == []


def test_a_wrong_answer_fails_there_too(execute):
    """A wrong gradient is told as one, and its crash is told as a crash, without harm to the next test."""
    wrong = FUNCTIONS.replace("return x * x", "return x * 3").replace("leaf * leaf", "os._exit(0)")
    notebook = execute(
        new_code_cell("import os" + DEVICE + TAKEN),
        answer(wrong),
        test_cell("outside", OUTSIDE),
        test_cell("inside", "import torch\n" + INSIDE),
        test_cell("without", WITHOUT),
    )
    found = [[output.ename for output in cell.outputs] for cell in notebook.cells[2:]]
    assert found == [["AssertionError"], ["KernelDied"], []]
    assert [status for status, _ in events_of(notebook)] == ["kernel died"]


def test_kernels_see_no_device(execute):
    """A gradient at the top of a notebook starts no threads for a device that this computer may have."""
    look = f"import os\nprint([os.environ.get(name) for name in {sorted(NO_DEVICES)}])"
    printed = errors(execute(new_code_cell(look)))[1]
    assert printed.strip() == str([NO_DEVICES[name] for name in sorted(NO_DEVICES)])
