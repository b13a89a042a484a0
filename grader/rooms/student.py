"""The student's room: a fork of the student's kernel that calls their functions for the examiner.

Nothing that it says is believed but what a function returned: the student's code can change it at will.
"""

import contextlib
import copy
import logging
import os
import socket
import sys
import threading
import warnings

from grader.judging.calling import is_data, same
from grader.rooms.border import BorderError, Line, error_from, told_error

__all__ = ["serve"]


def serve(path, namespace):
    """Fork; the child connects to a socket and calls functions of a namespace until the line ends.

    Parameters
    ----------
    path : str
        The examiner's socket.
    namespace : dict
        Where the student's functions are.
    """
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return
    try:
        nothing = open(os.devnull, "r+")
        for number in (0, 1, 2):
            os.dup2(nothing.fileno(), number)
        sys.stdin = sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = nothing
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            logging.disable(logging.CRITICAL)
            _Server(sock, namespace).serve()
    finally:
        os._exit(0)


class _Server:
    """Answers: a function's value, gradients of it, or the exception that it raised."""

    def __init__(self, sock, namespace):
        self._namespace, self._lock, self._graphs = namespace, threading.Lock(), []
        self._line = Line(sock, callback=self._callback)

    def serve(self):
        while (message := self._line.receive()) is not None:
            try:
                told = getattr(self, f"_do_{message.pop('do')}")(**message)
            except (Exception, SystemExit) as error:
                told = {"error": told_error(error)}
            try:
                self._line.send(**told)
            except BorderError as error:
                self._line.send(error=told_error(error))

    def _do_defined(self, names):
        return {"names": [name for name in names if name in self._namespace]}

    def _do_call(self, name, args, leaves):
        """Call a function; `leaves` are the places of arguments that a gradient will be asked of."""
        for place in leaves:
            args[place].requires_grad_()
        grad = contextlib.nullcontext()
        if leaves:
            import torch

            grad = torch.enable_grad()
        before = [
            copy.deepcopy(arg) if is_data(arg) and place not in leaves else arg
            for place, arg in enumerate(args)
        ]
        with grad:
            value = self._namespace[name](*args)
        told = {"value": value, "graph": -1}
        changed = [place for place, arg in enumerate(args) if is_data(arg) and not same(before[place], arg)]
        if changed:
            told["changed"] = changed[0]
        if getattr(value, "requires_grad", False) and leaves:
            told["graph"] = len(self._graphs)
            self._graphs.append((value, [args[place] for place in leaves]))
        return told

    def _do_run(self, place, name, args):
        module, helper = place.split(":")
        __import__(module)
        return {"value": getattr(sys.modules[module], helper)(self._namespace[name], *args)}

    def _do_backward(self, graph, cotangent):
        import torch

        value, leaves = self._graphs[graph]
        found = torch.autograd.grad(value, leaves, cotangent, allow_unused=True)
        return {"value": list(found)}

    def _callback(self, number):
        def ask(*args):
            with self._lock:
                self._line.send(callback=number, args=list(args))
                answer = self._line.receive()
            if answer is None:
                os._exit(0)
            if "error" in answer:
                raise error_from(*answer["error"])
            return answer["value"]

        return ask
