"""The examiner's room: a process that runs test cells; a student's function is a stand-in there.

It is started as `python -P -m grader.rooms.examiner <socket>`, once a worker, and serves many submissions: each
cell has a namespace of its own, and nothing of a student's but plain data comes in.
"""

import ast
import contextlib
import io
import json
import socket
import sys
import time

import numpy as np

from grader.rooms.border import BorderError, Line, error_from, told_error

__all__ = ["Gone", "StandIn", "main", "run_cell"]


class Gone(BaseException):
    """The student's side is no more, or breaks the rules: no check can go on, whatever it catches."""


class Room:
    """The line to a student's room.

    Parameters
    ----------
    sock : socket.socket
        A connected socket.
    """

    def __init__(self, sock):
        self._callables, self._deadline = [], float("inf")
        self._line = Line(sock, number_of=self._number_of)

    def limit(self, seconds):
        """Set how long everything that is asked from now on may take."""
        self._deadline = time.monotonic() + seconds

    def ask(self, **request):
        """Return the answer to a request, calling meanwhile what the student's side wants called."""
        try:
            self._line.send(**request)
            while True:
                answer = self._line.receive(self._left)
                if answer is None:
                    raise Gone("ended its process")
                if "callback" not in answer:
                    return answer
                self._line.send(**self._call(answer))
        except BorderError as error:
            raise Gone(str(error)) from None

    def _call(self, wanted):
        number, args = wanted["callback"], wanted.get("args")
        if type(number) is not int or not 0 <= number < len(self._callables) or type(args) is not list:
            raise BorderError("a call of something that was not handed out")
        try:
            return {"value": self._callables[number](*args)}
        except Exception as error:
            return {"error": told_error(error)}

    def _number_of(self, function):
        self._callables.append(function)
        return len(self._callables) - 1

    def _left(self):
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise BorderError("no time left")
        return None if left == float("inf") else left


class StandIn:
    """A student's function: plain data in, plain data out."""

    def __init__(self, room, name):
        self._room, self.__name__, self.__qualname__ = room, name, name

    def __call__(self, *args):
        """Call the student's function in the student's room."""
        leaves = [place for place, arg in enumerate(args) if getattr(arg, "requires_grad", False)]
        answer = self._room.ask(do="call", name=self.__name__, args=list(args), leaves=leaves)
        if "error" in answer:
            raise _error(answer["error"])
        if "value" not in answer:
            raise Gone("an answer without a value")
        if "changed" in answer:
            _change(args, answer["changed"])
        if leaves and type(answer.get("graph")) is int and answer["graph"] >= 0:
            return self._with_gradient(answer, [args[place] for place in leaves])
        return answer["value"]

    def run_where_it_is(self, helper, args):
        """Run a helper of ours in the student's room."""
        place = f"{helper.__module__}:{helper.__qualname__}"
        answer = self._room.ask(do="run", place=place, name=self.__name__, args=list(args))
        if "error" in answer:
            raise _error(answer["error"])
        return answer.get("value")

    def _with_gradient(self, answer, leaves):
        import torch

        room = self._room

        class Theirs(torch.autograd.Function):
            @staticmethod
            def forward(ctx, value, *_):
                return value.clone()

            @staticmethod
            def backward(ctx, cotangent):
                told = room.ask(do="backward", graph=answer["graph"], cotangent=cotangent)
                if "error" in told:
                    raise RuntimeError(str(_error(told["error"])))
                return None, *_gradients(told.get("value"), leaves)

        if not isinstance(answer["value"], torch.Tensor):
            raise Gone("a gradient of what is no tensor")
        return Theirs.apply(answer["value"], *leaves)


def _gradients(found, leaves):
    import torch

    if type(found) is not list or len(found) != len(leaves):
        raise Gone("gradients of another number")
    for gradient, leaf in zip(found, leaves, strict=True):
        fits = isinstance(gradient, torch.Tensor) and gradient.shape == leaf.shape
        if gradient is not None and not (fits and gradient.dtype == leaf.dtype):
            raise Gone("a gradient of another shape or type")
    return found


def _change(args, place):
    """Change an argument, as the student's function changed its copy: the check will notice."""
    if type(place) is not int or not 0 <= place < len(args):
        raise Gone("a change of what is no argument")
    arg = args[place]
    if isinstance(arg, list):
        arg.append(None)
    elif isinstance(arg, np.ndarray):
        arg.resize(arg.size + 1, refcheck=False)
    elif hasattr(arg, "resize_") and not arg.requires_grad:
        arg.resize_(arg.numel() + 1)


def _error(told):
    if type(told) is not list or [type(part) for part in told] != [str, str]:
        raise Gone("an exception of no known form")
    return error_from(*told)


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
            there = room.ask(do="defined", names=names).get("names")
            known = [name for name in names if type(there) is list and name in there]
            scope = {"__name__": "__main__", **{name: StandIn(room, name) for name in known}}
            value = _execute(source, scope)
            if value is not None:
                data = {"text/plain": repr(value)}
                told = {"data": data, "metadata": {}, "execution_count": None}
                outputs.append({"output_type": "execute_result", **told})
        except Gone as error:
            gone = str(error)
            outputs.append(_error_output("KernelDied", f"The function's process {gone}."))
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
    worker = socket.socket(fileno=int(sys.argv[1]))
    room, lines = None, b""
    while True:
        received, handed, _, _ = socket.recv_fds(worker, 1 << 20, 1)
        if not received:
            return
        lines += received
        if handed:
            room = Room(socket.socket(fileno=handed[0]))
        while b"\n" in lines:
            line, lines = lines.split(b"\n", 1)
            request = json.loads(line)
            if request["do"] == "close":
                room = None
                continue
            outputs, gone = run_cell(request["source"], request["names"], room, request["seconds"])
            worker.sendall(json.dumps({"outputs": outputs, "gone": gone}).encode() + b"\n")


if __name__ == "__main__":
    main()
