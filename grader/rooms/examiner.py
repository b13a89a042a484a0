"""The examiner's room: a process that runs test cells; a student's function is a stand-in there.

It is started as `python -P -m grader.rooms.examiner <socket> <modules>`, once a worker, and serves many
submissions: each cell has a namespace of its own, and nothing of a student's but plain data comes in.
"""

import ast
import contextlib
import importlib
import io
import json
import resource
import socket
import sys
from pkgutil import iter_modules

from grader import checks
from grader.rooms.room import NO_GRADIENT, Gone, Room
from grader.rooms.stand_in import StandIn

__all__ = ["main", "run_cell"]

_MEMORY_BYTES = 4 << 30
_ENDED = {
    "no time left": "Your function was stopped at the time limit. Is there a loop that never ends?",
    "its process has ended": "Your code ended the Python process, as `os._exit` or a crash does.",
    NO_GRADIENT: "This test could not run, which is not your mistake: a gradient was taken in a cell before, "
    "and with the torch that is installed here a copy of your notebook's process can take no other one. "
    "Your instructor was told.",
}
"""What a student reads of the commonest ends; any other one is said as it is."""


def run_cell(source, names, room, seconds):
    """Run a test cell in a namespace of its own and return its outputs, in the form of a notebook's.

    Parameters
    ----------
    source : str
        The cell.
    names : list of str
        The functions of the student that it may call.
    room : Room
        The line to the student's room.
    seconds : float
        How long it may take.

    Returns
    -------
    outputs : list of dict
        What the cell printed, gave and raised.
    gone : str
        Why the student's side is no more; empty where it is.
    """
    room.limit(seconds)
    printed, complained, outputs, gone = io.StringIO(), io.StringIO(), [], ""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        try:
            there = room.ask(do="defined", names=names).get("value")
            if type(there) is not list or len(there) != len(names):
                raise room.gone("it did not say what it has")
            known = [name for name, is_there in zip(names, there, strict=True) if is_there is True]
            scope = {"__name__": "__main__", **{name: StandIn(room, name) for name in known}}
            value = _execute(source, scope)
            if value is not None:
                data = {"text/plain": repr(value)}
                told = {"data": data, "metadata": {}, "execution_count": None}
                outputs.append({"output_type": "execute_result", **told})
        except Gone as error:
            gone = str(error)
            told = _ENDED.get(gone, f"Where your functions run: {gone}.")
            outputs.append(_error_output("NotRun" if gone == NO_GRADIENT else "KernelDied", told))
        except (Exception, SystemExit) as error:
            outputs.append(_error_output(type(error).__name__, str(error), error))
    for name, stream in (("stderr", complained), ("stdout", printed)):
        if stream.getvalue():
            outputs.insert(0, {"output_type": "stream", "name": name, "text": stream.getvalue()})
    return outputs, gone


def _execute(source, scope):
    """Execute a cell and return the value of its last line, as a notebook does."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<test cell>", "exec"), scope)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<test cell>", "eval"), scope)


def _error_output(name, text, error=None):
    lines = error._render_traceback_() if hasattr(error, "_render_traceback_") else [f"{name}: {text}"]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}


def main():
    """Serve the worker: lines of JSON, and with `open` the socket of a student's room."""
    with contextlib.suppress(ValueError, OSError):  # what a check makes of a result may be large
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    worker = socket.socket(fileno=int(sys.argv[1]))
    ours = [f"grader.checks.{found.name}" for found in iter_modules(checks.__path__)]
    for module in (*sys.argv[2:], *ours):
        with contextlib.suppress(Exception):  # a course that needs it will say so
            importlib.import_module(module)
    worker.sendall(b"{}\n")
    room, lines, rooms = None, b"", []
    while True:
        received, handed, _, _ = socket.recv_fds(worker, 1 << 20, 1)
        if not received:
            return
        lines += received
        rooms += handed  # a line that opens one may come together with lines that were sent before it
        while b"\n" in lines:
            line, lines = lines.split(b"\n", 1)
            request = json.loads(line)
            if request["do"] != "cell":
                if room is not None:
                    room.close()
                room = Room(socket.socket(fileno=rooms.pop(0))) if request["do"] == "open" else room
                continue
            outputs, gone = run_cell(request["source"], request["names"], room, request["seconds"])
            worker.sendall(json.dumps({"outputs": outputs, "gone": gone}).encode() + b"\n")


if __name__ == "__main__":
    with contextlib.suppress(ConnectionError):  # the worker has gone
        main()
