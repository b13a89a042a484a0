"""A student's functions in a process of their own: what they do, what they cannot do, and the same points."""

import contextlib
import gc
import os
import select
import socket
import threading
import time

import numpy as np
import pytest
import torch
from isolated import connected_student, failed, student_process, try_isolated

from grader.checking import CheckFailed, call, gradient, raised_by
from grader.checks import _chains as chains
from grader.checks._chain_runs import last_states
from nbautograde.isolated_tests.function_proxy import FunctionProxy
from nbautograde.isolated_tests.student_client import Gone, StudentClient
from nbautograde.isolated_tests.test_runner import CheckWords, judge_cell
from nbautograde.isolated_tests.test_runner_client import RunnerClient, RunnerSetup
from nbautograde.protocol.encoder import pack
from nbautograde.protocol.framed_connection import FramedConnection
from nbautograde.protocol.untrusted_decoder import Foreign, ProtocolError
from tools.course.trials import try_implementation

ONES = torch.ones(3, dtype=torch.float32)
IMPORTS = "import numpy as np\nimport torch\n"


@pytest.fixture(autouse=True)
def _one_thread():
    """Let no fork meet threads of torch's."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def proxy_of(tmp_path):
    """Return a function that starts a student's process with some source and returns a proxy for `f`."""
    opened = []

    def connect(source, seconds=60):
        opened.append(connected_student(tmp_path, IMPORTS, source))
        student = opened[-1].__enter__()
        student.limit(seconds)
        return FunctionProxy(student, "f")

    yield connect
    for process in opened:
        process.__exit__(None, None, None)


OWN = CheckWords.of("grader.checking.failures")


def cell(student, source, names=("f",), seconds=30):
    """Run a test cell and return its first error's name and text, empty where it passed, and the outputs."""
    outputs, gone = judge_cell(source, list(names), student, seconds, OWN)[:2]
    errors = [(output["ename"], output["evalue"]) for output in outputs if output["output_type"] == "error"]
    assert failed(outputs) == bool(errors)
    return (*(errors or [("", "")])[0], gone)


def test_a_value_comes_back(proxy_of):
    """A result is what the function returned, of the types that it has there."""
    f = proxy_of("def f(x):\n    return x * 2, x.shape, x.dtype == np.float32\n")
    found, shape, single = call(f, np.array([1.0, 2.0], np.float32))
    assert (found.tolist(), shape, single) == ([2.0, 4.0], (2,), True)
    assert (type(found), found.dtype, type(shape), type(single)) == (np.ndarray, np.float32, tuple, bool)


@pytest.mark.parametrize(
    "arg", [np.ones(2), np.array(1.0), np.empty(0), [1.0], [], torch.ones(2), torch.tensor(1.0)], ids=repr
)
@pytest.mark.parametrize("change", ["x.append(5.0)", "x.resize(7)", "x.resize_(7)", "x[...] = 5.0", "x"])
def test_every_kind_of_change_is_noticed(proxy_of, arg, change):
    """Arrays, lists and tensors, empty ones too: the check fails, or not, as in one process."""
    source = f"def f(x):\n    {change}\n    return 1.0\n"
    twin, before, found = {"__name__": "__main__"}, repr(arg), []
    exec(source, twin)
    for function in (twin["f"], proxy_of(source)):
        try:
            found.append(call(function, arg, names=("x",)))
        except CheckFailed as failure:
            found.append(str(failure))
    assert found[1] == found[0]
    assert repr(arg) == before


def test_claims_of_changes_do_not_reach_the_test_runners_own_data(tmp_path):
    """A student's side that calls every argument changed fails, and spoils no check that comes later."""
    lie = """\
import nbautograde.isolated_tests.student_server as server

call = server._Server._do_call


def lie(self, name, args, leaves):
    return {**call(self, name, args, leaves), "changed": [[place, None] for place in range(len(args))]}


server._Server._do_call = lie
"""
    for exercise in ("joint-tables", "bag-of-words", "kl-closed-form"):
        assert not try_isolated(tmp_path, exercise, lie)[0][0]
        assert all(result.passed for result in try_implementation(exercise))


GRADIENTS = {
    "a formula": "def f(mu, rho):\n    return (mu * rho.exp()).sum()",
    "a vector": "def f(mu, rho):\n    return mu * rho.exp()",
    "single precision": "def f(mu, rho):\n    return (mu.float() * rho.float().exp())",
    "the argument itself": "def f(mu, rho):\n    return mu",
    "one argument only": "def f(mu, rho):\n    return (mu ** 2).sum()",
    "a matrix of it": "def f(mu, rho):\n    return torch.outer(mu, rho)[::2].T",
    "a function of its own": (
        "class Square(torch.autograd.Function):\n    @staticmethod\n"
        "    def forward(ctx, x):\n        ctx.save_for_backward(x)\n        return x * x\n"
        "    @staticmethod\n    def backward(ctx, g):\n        return 2 * ctx.saved_tensors[0] * g\n"
        "def f(mu, rho):\n    return Square.apply(mu)"
    ),
    "gradients switched off": "torch.set_grad_enabled(False)\ndef f(mu, rho):\n    return mu * rho",
}


@pytest.mark.parametrize("source", GRADIENTS.values(), ids=GRADIENTS)
@pytest.mark.parametrize("weighted", [False, True], ids=["sum", "weighted"])
def test_a_gradient_is_the_same_to_the_last_bit(proxy_of, source, weighted):
    """Value and gradients through a connection equal those that are taken in one process."""
    mu, rho = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64), torch.tensor([0.1, 0.2, -3.0]).double()
    twin = {"torch": torch}
    with torch.enable_grad():
        exec(source, twin)
    torch.set_grad_enabled(True)
    shape = twin["f"](mu, rho).shape
    cotangent = torch.linspace(-1, 2, int(np.prod(shape))).reshape(shape).double() if weighted else None
    there = gradient(proxy_of(source), mu, rho, wrt=(0, 1), cotangent=cotangent)
    here = gradient(twin["f"], mu, rho, wrt=(0, 1), cotangent=cotangent)
    assert there[0].tobytes() == here[0].tobytes()
    assert [g.tobytes() for g in there[1]] == [g.tobytes() for g in here[1]]


CUT = {
    "detached": ("def f(mu):\n    return mu.detach() * 2", "must be differentiable"),
    "no tensor": ("def f(mu):\n    return mu.tolist()", "must be differentiable"),
    "of another shape": ("def f(mu):\n    return mu.sum()", "the value has the wrong shape"),
    "in place": ("def f(mu):\n    mu *= 2\n    return mu", "raised an exception"),
    "in place afterwards": (
        "def f(mu):\n    y = mu.exp()\n    z = y * 1.0\n    y += 1\n    return z",
        "must be differentiable",
    ),
    "an exception on the way back": (
        "def f(mu):\n    y = mu * 1\n    y.register_hook(lambda g: 1 / 0)\n    return y * 2",
        "must be differentiable",
    ),
}


@pytest.mark.parametrize(("source", "about"), CUT.values(), ids=CUT)
def test_a_gradient_that_is_cut_off_fails_the_check(proxy_of, source, about):
    """A result without a path to the arguments, or with one that breaks, is the function's failure."""
    with pytest.raises(CheckFailed) as failure:
        gradient(proxy_of(source), torch.ones(3).double(), wrt=(0,), cotangent=torch.ones(3))
    assert failure.value.about == about


def test_a_gradient_is_taken_after_the_parent_took_some(proxy_of):
    """A kernel that has trained a model with threads can be forked; the fork computes and differentiates."""
    torch.set_num_threads(2)
    weights = torch.ones(300, 300, requires_grad=True)
    (weights @ weights).sum().backward()
    f = proxy_of("def f(x):\n    return (x @ x).sum() + torch.ones(900, 900).mm(torch.ones(900, 900))[0, 0]")
    value, (slope,) = gradient(f, torch.eye(300).double(), wrt=(0,))
    assert value == 1200
    assert slope[0, 0] == 2


def test_an_exception_is_raised_as_in_one_process(proxy_of):
    """A ValueError, one's own kind of it, and what never got so far as to be written."""
    f = proxy_of(
        "class Mine(ValueError):\n    pass\n"
        "def f(x):\n    raise {1: Mine('sigma'), 2: NotImplementedError(), 3: KeyError('k')}[x]\n"
    )
    assert isinstance(raised_by(f, 1), ValueError)
    assert type(raised_by(f, 1)).__name__ == "Mine"
    with pytest.raises(CheckFailed, match="is not written yet"):
        call(f, 2)
    with pytest.raises(CheckFailed, match="KeyError: 'k'"):
        call(f, 3)


def test_the_line_that_raised_is_told_as_in_one_process(proxy_of):
    """The innermost line of the notebook, with its number, in whatever function and behind any library."""
    source = (
        "def helper(x):\n    y = 2\n    return np.linalg.inv(x) + y\n"
        "def f(x):\n    return [helper(x) for _ in range(2)]\n"
    )
    twin = {"__name__": "__main__", "np": np}
    exec(source, twin)
    told = []
    for function in (twin["f"], proxy_of(source)):
        with pytest.raises(CheckFailed) as failure:
            call(function, np.zeros((2, 2)), names=("x",))
        told.append(str(failure.value).splitlines()[-2:])
    assert told[0] == told[1] == ["  raised       LinAlgError: Singular matrix", "  in line      3"]


@pytest.mark.parametrize(
    "error", ["SystemExit(0)", "KeyboardInterrupt()", "GeneratorExit()", "BaseException()"]
)
def test_what_ends_a_process_elsewhere_is_an_exception_here(proxy_of, error):
    """A function that raises it fails its check; the process goes on."""
    f = proxy_of(f"import sys\ndef f(x):\n    if x:\n        raise {error}\n    return 7\n")
    with pytest.raises(CheckFailed, match=error.split("(")[0]):
        call(f, 1)
    assert call(f, 0) == 7


def test_recursion_without_end_is_an_exception(proxy_of):
    """The interpreter's limit is met in the student's process, which goes on."""
    f = proxy_of("def f(x):\n    return f(x) if x else 7\n")
    with pytest.raises(CheckFailed, match="RecursionError"):
        call(f, 1)
    assert call(f, 0) == 7


def test_what_cannot_be_sent_costs_one_call(proxy_of):
    """A result that is too large, or that raises when looked at, fails its check; the process goes on."""
    f = proxy_of(
        "class Evil:\n    def __iter__(self):\n        raise KeyboardInterrupt\n"
        "def f(x):\n    return {1: [0.1] * 3_000_000, 2: Evil(), 3: np.zeros((3000, 3000)), 4: 7}[x]\n"
    )
    for case in (1, 2, 3):
        with pytest.raises(CheckFailed, match="raised an exception"):
            call(f, case)
    assert call(f, 4) == 7


def test_prints_and_settings_of_the_notebook_change_nothing(proxy_of, capfd):
    """Prints and logs are dropped; warnings as errors and NumPy's as exceptions are set aside."""
    f = proxy_of(
        "import logging, os, sys, warnings\nwarnings.simplefilter('error')\nnp.seterr(all='raise')\n"
        "def f(x):\n    print('out')\n    print('err', file=sys.stderr)\n    os.write(1, b'raw')\n"
        "    logging.warning('logged')\n    warnings.warn('warned')\n    return np.log(x)\n"
    )
    assert call(f, np.zeros(1)).tolist() == [-np.inf]
    assert capfd.readouterr() == ("", "")


def test_generators_give_the_numbers_that_they_give_here(proxy_of):
    """A seed means the same draws in both processes, and every call begins afresh."""
    f = proxy_of("def f(rng, g):\n    return rng.random(3), torch.randn(3, generator=g)\n")
    for _ in range(2):
        draws, normal = f(np.random.Generator(np.random.PCG64(4)), torch.Generator().manual_seed(4))
        assert draws.tolist() == np.random.Generator(np.random.PCG64(4)).random(3).tolist()
        assert torch.equal(normal, torch.randn(3, generator=torch.Generator().manual_seed(4)))


def test_a_helper_runs_where_the_function_is_and_tells_no_more_than_its_result(proxy_of):
    """What the helper returns crosses; what is raised in its place does not, as it could tell the inputs."""
    starts = np.array([0.0, 1.0])
    args = (chains.flat(), chains.step_by(1.0), chains.equal(), starts, 3, 5)
    steps = "def f(p, q, r, x, n, rng):\n    return x + np.arange(1.0, n + 1), 1.0\n"
    assert last_states(proxy_of(steps), *args).tolist() == [3.0, 4.0]
    assert np.isnan(last_states(proxy_of("def f(*args):\n    return 5\n"), *args)).all()
    spy = "import grader.checks._chain_runs as runs\ndef generator(*args):\n    raise ValueError(f'{args}')\n"
    with pytest.raises(RuntimeError, match=r"^last_states of f failed$"):
        last_states(proxy_of(f"{spy}runs.generator = generator\nf = len\n"), *args)


def test_our_callables_are_called_across_the_connection(proxy_of):
    """They see plain data, their exceptions arrive there as what they are, and they count for certain."""
    seen = []

    def trusted(x):
        seen.append(x)
        if len(seen) > 3:
            raise OverflowError("enough")
        return 2 * x

    f = proxy_of(
        "def f(g, x):\n    first = g(x)\n    try:\n        while True:\n            g(object())\n"
        "    except TypeError:\n        pass\n    try:\n        while True:\n            g(x)\n"
        "    except OverflowError as error:\n        return first, str(error)\n"
    )
    first, text = f(trusted, 1.5)
    assert first == 3.0
    assert isinstance(text, Foreign)
    assert [type(x) for x in seen[:1] + seen[2:]] == [float] * (len(seen) - 1)
    assert type(seen[1]).__name__ == "object"


def test_what_a_callable_gives_that_cannot_cross_is_an_exception_there(proxy_of):
    """The mistake of a check's author is said, and the connection is as it was."""
    f = proxy_of("def f(g):\n    return g()\n")
    with pytest.raises(TypeError, match="a dict cannot be handed"):
        f(dict)
    assert f(lambda: 5) == 5


def test_a_proxy_cannot_be_called_by_what_its_function_was_handed(proxy_of):
    """The connection is busy then: this is refused instead of mixing up two answers."""
    f = proxy_of("def f(g):\n    return g(1)\n")
    with pytest.raises(RuntimeError, match="was called by what was handed to it"):
        f(lambda x: f(abs))
    assert f(abs) == 1


def test_a_callable_may_be_called_only_while_the_call_lasts(proxy_of):
    """One that was kept from an earlier call is refused, and the connection is closed."""
    f = proxy_of(
        "kept = []\ndef f(g):\n    kept.append(g)\n    return kept[0](1.0) if len(kept) > 1 else 0\n"
    )
    assert f(abs) == 0
    assert f(abs) == 1.0  # number 0 of this call
    f = proxy_of("kept = []\ndef f(*gs):\n    kept.extend(gs)\n    return kept[-1](1.0)\n")
    assert f(abs, abs) == 1.0  # number 1
    with pytest.raises(Gone, match="not handed out"):
        f()


def test_a_missing_function_is_a_name_error_and_a_number_is_not_callable(proxy_of):
    """Both fail the cell with the words of one process; several cells use one connection."""
    student = proxy_of("f = 5\n")._student
    assert cell(student, "assert g(1) == 2", ("f", "g"))[:2] == ("NameError", "name 'g' is not defined")
    name, text, _ = cell(student, "from grader.checking import call\ncall(f, 1)")
    assert name == "CheckFailed"
    assert "'int' object is not callable" in text
    assert cell(student, "x = 1") == ("", "", "")
    assert cell(student, "x")[0] == "NameError"


def test_a_cells_prints_and_value_are_its_outputs(proxy_of):
    """What a cell prints, complains about and ends with is given, as in a notebook."""
    student = proxy_of("def f(x):\n    return x\n")._student
    source = "import sys\nprint('said')\nprint('complained', file=sys.stderr)\nf(3)"
    outputs, gone = judge_cell(source, ["f"], student, 30, OWN)[:2]
    assert [(it["output_type"], it.get("text")) for it in outputs] == [
        ("stream", "said\n"),
        ("stream", "complained\n"),
        ("execute_result", None),
    ]
    assert (outputs[2]["data"], gone) == ({"text/plain": "3"}, "")


CRASHES = {
    "exit": "os._exit(0)",
    "signal": "os.kill(os.getpid(), 9)",
    "hang": "while True: pass",
    "deaf hang": "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n    while True: pass",
    "silence": "signal.pause()",
}


@pytest.mark.parametrize("what", CRASHES.values(), ids=CRASHES)
def test_a_crash_or_a_hang_fails_its_cell_and_the_next_ones(proxy_of, what):
    """The cell ends soon after its deadline; the connection stays closed."""
    student = proxy_of(f"import os, signal\ndef f(x):\n    {what}\n")._student
    start = time.monotonic()
    name, _, gone = cell(student, "f(1)", seconds=1.0)
    assert time.monotonic() - start < 5
    assert (name, gone) == ("KernelDied", gone)
    told = {"no time left": "Is there a loop that never ends?", "its process has ended": "as `os._exit` or"}
    name, words, again = cell(student, "x = 1")
    assert (name, again) == ("KernelDied", gone)
    assert told[gone] in words


def test_no_check_can_catch_that_the_student_is_gone(proxy_of):
    """An `except Exception` does not swallow it, nor does torch on the way back to a gradient."""
    student = proxy_of("import os\ndef f(x):\n    os._exit(0)\n")._student
    source = "try:\n    f(1)\nexcept Exception:\n    pass\n"
    assert cell(student, source)[0] == "KernelDied"
    hook = "    y = x * 1\n    y.register_hook(lambda g: os._exit(0))\n    return y\n"
    f = proxy_of(f"import os\ndef f(x):\n{hook}")
    source = "import torch\nfrom grader.checking import gradient\ngradient(f, torch.ones(2), wrt=(0,))"
    assert cell(f._student, source)[0] == "KernelDied"


def test_a_thread_of_theirs_may_call_our_callable(proxy_of):
    """Calls from several threads do not mix up their answers."""
    f = proxy_of(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def f(g):\n    with ThreadPoolExecutor(4) as pool:\n        return list(pool.map(g, range(200)))\n"
    )
    assert f(lambda x: 3 * x) == [3 * x for x in range(200)]


FORGED = {
    "nonsense": b"nonsense" * 10,
    "half a message": pack({"value": 1.0})[:-1],
    "a larger message than there may be": b"2rm2" + b"\xff" * 12,
    "a pickle": b"2rm2" + b"\x00\x00\x00\x04" + bytes(8) + b"\x80\x04N.",
    "an answer of another kind": pack({"something": 1.0}),
    "no answer": pack({}),
    "a call of nothing": pack({"callback": 0, "args": []}),
    "a call by a truth value": pack({"callback": False, "args": []}),
    "a change of what is no argument": pack({"value": 1.0, "changed": 9}),
    "a gradient of a number": pack({"value": 1.0, "graph": 0}),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_forged_reply_fails_the_cell(proxy_of, forged):
    """Code that writes to the connection itself, in the server's place, closes it, whatever it writes."""
    student = proxy_of(
        "import gc, os, socket\ndef f(x):\n"
        "    for it in gc.get_objects():\n"
        "        if isinstance(it, socket.socket) and it.family == socket.AF_UNIX and it.fileno() >= 0:\n"
        f"            os.write(it.fileno(), {forged!r})\n"
        "            it.shutdown(socket.SHUT_WR)\n"
        "    os._exit(0)\n"
    )._student
    name, _, gone = cell(student, "import torch\nf(torch.ones(1, requires_grad=True))")
    assert name == "KernelDied"
    assert gone not in ("", "no time left")


@pytest.mark.parametrize("found", [[], [ONES[:2]], [ONES.double()], [1.0], 5.0, [ONES, ONES]], ids=repr)
def test_a_forged_gradient_fails_the_cell(found):
    """What comes back for a gradient has the argument's shape and type, or the connection is closed."""
    trusted, untrusted = socket.socketpair()
    answers = iter([{"value": [True]}, {"value": ONES, "graph": 0}, {"value": found}])
    connection = FramedConnection(untrusted, pack, lambda header, body: {})

    def answer():
        for told in answers:
            connection.receive()
            connection.send(told)

    thread = threading.Thread(target=answer)
    thread.start()
    source = (
        "import torch\nfrom grader.checking import gradient\ngradient(f, torch.ones(3).float(), wrt=(0,))"
    )
    with trusted, untrusted:
        assert cell(StudentClient(trusted), source)[0] == "KernelDied"
        thread.join()


def flood(sock, message, count):
    """Send a message many times, until the other side hangs up."""
    try:
        for _ in range(count):
            sock.sendall(message)
    except OSError:
        pass


@pytest.mark.parametrize(
    "message",
    [pack({"callback": 0, "args": [np.zeros(4_000_000)]}), pack({"callback": 0, "args": [[[]] * 300_000]})],
    ids=["arrays", "lists"],
)
def test_a_cell_takes_in_a_limited_amount(message, monkeypatch):
    """A callable that keeps what it is called with cannot be filled without end."""
    monkeypatch.setattr("nbautograde.isolated_tests.student_client._MOST_WEIGHT", 100 << 20)
    trusted, untrusted = socket.socketpair()
    kept = []
    thread = threading.Thread(target=flood, args=(untrusted, message, 1_000))
    student = StudentClient(trusted)
    student.limit(60)
    thread.start()
    with untrusted:
        with pytest.raises(Gone, match="more than a test cell has room for"):
            FunctionProxy(student, "f")(kept.append)
        thread.join()
    assert 1 <= len(kept) <= 5


def test_time_runs_out_while_the_other_side_does_not_listen():
    """Sending, too, ends at the deadline."""
    trusted, untrusted = socket.socketpair()
    student = StudentClient(trusted)
    student.limit(0.3)
    with untrusted, pytest.raises(Gone, match="no time left"):
        student.ask(do="call", name="f", args=[np.zeros(8_000_000)], leaves=[])


def test_a_drop_at_a_time_does_not_stretch_the_deadline():
    """Bytes that keep coming do not buy more time than the cell has."""
    trusted, untrusted = socket.socketpair()
    stop = threading.Event()

    def drip():
        for byte in pack({"value": [0.5] * 1_000}):
            if stop.wait(0.01):
                return
            untrusted.sendall(bytes([byte]))

    thread = threading.Thread(target=drip)
    student = StudentClient(trusted)
    student.limit(0.5)
    start = time.monotonic()
    thread.start()
    with untrusted:
        with pytest.raises(Gone, match="no time left"):
            student.ask(do="defined", names=[])
        assert time.monotonic() - start < 2
        stop.set()
        thread.join()


def test_a_closed_connection_lets_the_students_process_end(tmp_path):
    """Hanging up ends the fork, and what waits for it goes on; nothing has to be collected for that."""
    with student_process(tmp_path, "def f(x):\n    return 1\n") as (sock, pid):
        student = StudentClient(sock)
        f = FunctionProxy(student, "f")
        assert f(0) == 1
        gc.disable()
        student.close()
        ended = os.pidfd_open(pid)
        assert select.select([ended], [], [], 30)[0]
        gc.enable()
        os.close(ended)
        with pytest.raises(Gone, match="closed"):
            f(0)


def test_a_line_tells_an_end_between_messages_from_one_inside():
    """Hanging up between two messages is no error, in the middle of one it is."""
    trusted, untrusted = socket.socketpair()
    connection = FramedConnection(trusted, pack, lambda header, body: {"read": len(header) + len(body)})
    message = pack({"value": 1})
    untrusted.sendall(message + message[:10])
    untrusted.close()
    assert connection.receive() == {"read": len(message) - 16}
    with pytest.raises(ProtocolError, match="in the middle"):
        connection.receive()
    assert connection.receive() is None
    connection.close()


def test_the_test_runner_serves_cells_with_bounded_memory(tmp_path, root):
    """Each cell has a namespace of its own; one that takes too much memory fails; students change."""
    runner = RunnerClient(RunnerSetup(str(root)))
    greedy = "import numpy as np\nheld = [np.empty(1 << 26) for _ in range(16)]"
    with contextlib.closing(runner):
        for answer in (5, 6):
            with student_process(tmp_path, f"def f(x):\n    return x + {answer}\n") as (sock, _):
                runner.open(sock)
                assert runner.run(f"y = 2\nassert f(y) == 2 + {answer}", ["f"], 60) == ([], "")
                assert runner.run("y", ["f"], 60)[0][0]["ename"] == "NameError"
                assert runner.run(greedy, ["f"], 60)[0][0]["ename"] == "MemoryError"
                assert runner.run("from course_checks.solutions import reference", [], 60) == ([], "")
                runner.close_room()
        assert runner.run("f(1)", ["f"], 60)[1] == "the connection is closed"
