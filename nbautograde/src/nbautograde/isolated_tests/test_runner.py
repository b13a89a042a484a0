"""The test runner: a process that runs test cells; a student's function is a proxy there.

It is started as `python -P -m nbautograde.isolated_tests.test_runner <socket> <settings>`, once a worker, and
serves many submissions: each cell has a namespace of its own, and of a student's only plain data comes in.
"""

import ast
import contextlib
import importlib
import io
import json
import resource
import socket
import sys
from dataclasses import dataclass, field

from nbautograde.course.cell_code import tree_without_magics
from nbautograde.isolated_tests.function_proxy import FunctionProxy
from nbautograde.isolated_tests.student_client import NO_GRADIENT, Gone, StudentClient

__all__ = ["CheckWords", "judge_cell", "main"]

_MEMORY_BYTES = 4 << 30
_ENDED = {
    "no time left": "Your function was stopped at the time limit. Is there a loop that never ends?",
    "its process has ended": "Your code ended the Python process, as `os._exit` or a crash does.",
    NO_GRADIENT: "This test could not run, which is not your mistake: a gradient was taken in a cell before, "
    "and with the torch that is installed here a copy of your notebook's process can take no other one. "
    "Your instructor was told.",
}
"""What a student reads of the commonest ends."""

_OTHER_END = "What came from where your functions run was no answer to the test."
_RESERVED = ("CheckFailed", "CheckError", "KernelDied", "NotRun", "NameError", "CellTimeoutError")
"""What only the grader says: an exception of a student's that has such a name is told as the student's."""


@dataclass(frozen=True)
class CheckWords:
    """What is said by a course's checks themselves, see `CourseCode.failures`.

    Attributes
    ----------
    failed, broken : type or None
        The exception of a check that failed, and of one that is broken.
    passed : list of str
        What hidden checks that passed have said in this process.
    """

    failed: type | None = None
    broken: type | None = None
    passed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, module: str) -> "CheckWords":
        """Return those of a module, which has `CheckFailed`, `CheckError` and `passed_words`; or none."""
        if not module:
            return cls()
        found = importlib.import_module(module)
        return cls(found.CheckFailed, found.CheckError, found.passed_words)

    def verdict(self, error: BaseException) -> str:
        """Return the verdict that an exception means; its type alone decides, never its name."""
        return {self.failed: "failed", self.broken: "broken"}.get(type(error), "raised")


def judge_cell(source, names, student, seconds, own=None):
    """Run a test cell in a namespace of its own; say what it gave, and what the check itself decided.

    Parameters
    ----------
    source : str
        The cell.
    names : list of str
        The functions of the student that it may call.
    student : StudentClient
        The connection to the student's process.
    seconds : float
        How long it may take.
    own : CheckWords, optional
        What the course's checks say themselves.

    Returns
    -------
    outputs : list of dict
        What the cell printed, gave and raised, in the form of a notebook's outputs.
    gone : str
        Why the student's side is no more; empty where it is.
    verdict : str
        See `nbautograde.events.judge`. Only the type of an exception decides, never its name.
    words : list of str
        The lines that the check itself says.
    """
    student.limit(seconds)
    own = own or CheckWords()
    own.passed.clear()
    printed, complained, outputs, gone = io.StringIO(), io.StringIO(), [], ""
    verdict, words = "passed", own.passed
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            known = _known(names, student)
            scope = {"__name__": "__main__", **{name: FunctionProxy(student, name) for name in known}}
            value = _execute(source, scope)
            if value is not None:
                data = {"text/plain": repr(value)}
                told = {"data": data, "metadata": {}, "execution_count": None}
                outputs.append({"output_type": "execute_result", **told})
        except Gone as error:
            gone, verdict = str(error), "ended"
            name = "NotRun" if gone == NO_GRADIENT else "KernelDied"
            outputs.append(_error_output(name, _ENDED.get(gone, _OTHER_END)))
        except (Exception, SystemExit) as error:
            verdict = own.verdict(error)
            words = [error.property()] if verdict == "failed" else []
            lines = error._render_traceback_() if verdict == "failed" else None
            outputs.append(_error_output(_name_of(error, verdict), str(error), lines))
    if verdict == "passed" and complained.getvalue():
        verdict = "raised"
    for name, stream in (("stderr", complained), ("stdout", printed)):
        if stream.getvalue():
            outputs.insert(0, {"output_type": "stream", "name": name, "text": stream.getvalue()})
    return outputs, gone, verdict, list(words) if verdict in ("passed", "failed") else []


def _known(names, student):
    """Return which names the student's side has; any other reply than a list of truth values is none."""
    try:
        there = student.ask(do="defined", names=names).get("value")
    except Exception:
        there = None
    if type(there) is not list or len(there) != len(names):
        raise student.gone("it did not say what it has")
    return [name for name, is_there in zip(names, there, strict=True) if is_there is True]


def _name_of(error, verdict):
    """Return the name of an exception's type; one of the grader's names is its own only where the type is."""
    name, genuine = type(error).__name__, verdict != "raised" or type(error) is NameError
    return name if genuine or name not in _RESERVED else f"{name} of the answer"


def _execute(source, scope):
    """Execute a cell and return the value of its last line, as a notebook does."""
    tree = tree_without_magics(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<test cell>", "exec"), scope)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<test cell>", "eval"), scope)


def _error_output(name, text, lines=None):
    lines = lines or [f"{name}: {text}"]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}


def main():
    """Serve the worker: lines of JSON, and with `open` the socket of a student's process."""
    with contextlib.suppress(ValueError, OSError):  # what a check makes of a result may be large
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    worker = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    for module in settings["modules"]:
        with contextlib.suppress(Exception):  # a course that needs it will say so
            importlib.import_module(module)
    own = CheckWords.of(settings["failures"])
    worker.sendall(b"{}\n")
    student, lines, sockets = None, b"", []
    while True:
        received, handed, _, _ = socket.recv_fds(worker, 1 << 20, 1)
        if not received:
            return
        lines += received
        sockets += handed  # a line that hands one over may come together with lines that were sent before it
        while b"\n" in lines:
            line, lines = lines.split(b"\n", 1)
            request = json.loads(line)
            if request["do"] != "cell":
                if student is not None:
                    student.close()
                if request["do"] == "open":
                    student = StudentClient(socket.socket(fileno=sockets.pop(0)), settings["portable"])
                continue
            found = judge_cell(request["source"], request["names"], student, request["seconds"], own)
            told = dict(zip(("outputs", "gone", "verdict", "words"), found, strict=True))
            worker.sendall(json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):  # the worker has gone
        main()
