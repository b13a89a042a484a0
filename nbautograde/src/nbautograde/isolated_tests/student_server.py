"""A fork of the student's kernel that calls the student's functions for the test runner.

Where a fork can take no gradient, the kernel itself serves, and ends with the connection.

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

import numpy as np

from nbautograde.isolated_tests.gradient_probe import is_no_gradient, prepare
from nbautograde.protocol.encoder import pack
from nbautograde.protocol.framed_connection import FramedConnection
from nbautograde.protocol.trusted_codec import TrustedDecoder

__all__ = ["serve"]

_forks = []


def serve(path, namespace, here=False):
    """Fork; the child connects to a socket and calls functions of a namespace until the connection ends.

    Parameters
    ----------
    path : str
        The test runner's socket.
    namespace : dict
        Where the student's functions are.
    here : bool
        Whether this process itself does it, and ends then: where its fork can take no gradient.
    """
    if here:
        _connect(path, namespace, forked=False)
    for earlier in list(_forks):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(earlier, os.WNOHANG)[0]:
                _forks.remove(earlier)
    pid = os.fork()
    if pid:  # the kernel goes on with the next cell while tests ask this snapshot of it
        _forks.append(pid)
        return
    _connect(path, namespace, forked=True)


def _connect(path, namespace, forked):
    """Serve a namespace over a socket, and end this process."""
    try:
        nothing = open(os.devnull, "r+")
        for number in (0, 1, 2):
            os.dup2(nothing.fileno(), number)
        sys.stdin = sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = nothing
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(path)
        if "torch" in sys.modules:  # the threads that it may have had are not in a fork
            sys.modules["torch"].set_num_threads(1)
        if forked:
            prepare()
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            logging.disable(logging.CRITICAL)
            _Server(sock, namespace, forked).serve()
    finally:
        os._exit(0)


class _Server:
    """Answers: a function's value, gradients of it, or the exception that it raised."""

    def __init__(self, sock, namespace, forked):
        self._forked, self._namespace, self._lock, self._graphs = forked, namespace, threading.Lock(), []
        self._line = FramedConnection(
            sock, pack, lambda header, body: TrustedDecoder(body, self._callback).message(header)
        )

    def serve(self):
        while (message := self._line.receive()) is not None:
            try:
                self._line.send(getattr(self, f"_do_{message.pop('do')}")(**message))
            except BaseException as error:  # the student's, or there is no way to say what came back
                refused = self._forked and is_no_gradient(error)
                self._line.send({"no_gradient": True} if refused else {"error": error})

    def _do_defined(self, names):
        return {"value": [name in self._namespace for name in names]}

    def _do_call(self, name, args, leaves):
        """Call a function; `leaves` are the places of arguments that a gradient will be asked of."""
        for place in leaves:
            args[place].requires_grad_()
        grad = contextlib.nullcontext()
        if leaves:
            import torch

            grad = torch.enable_grad()
        data = [place for place, arg in enumerate(args) if place not in leaves and _is_data(arg)]
        before = {place: pack({"arg": copy.deepcopy(args[place])}) for place in data}
        with grad:
            value = self._namespace[name](*args)
        told = {"value": value}
        changed = [[place, args[place]] for place in data if pack({"arg": args[place]}) != before[place]]
        if changed:
            told["changed"] = changed
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
        with torch.enable_grad():
            total = (value * cotangent).sum()  # handing the cotangent to `grad` would import SymPy first
        return {"value": list(torch.autograd.grad(total, leaves, allow_unused=True))}

    def _callback(self, number):
        def ask(*args):
            with self._lock:
                self._line.send({"callback": number, "args": list(args)})
                answer = self._line.receive()
            if answer is None:
                os._exit(0)
            if "error" in answer:
                raise answer["error"]
            return answer["value"]

        return ask


def _is_data(value):
    """Return whether a value is one that a function could change."""
    torch = sys.modules.get("torch")
    return isinstance(value, np.ndarray | list) or (torch is not None and isinstance(value, torch.Tensor))
