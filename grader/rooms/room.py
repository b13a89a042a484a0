"""The line to a student's room, and stand-ins for the functions in it, as the examiner has them."""

import math
import time

import numpy as np

from grader.rooms.border import BODY_BYTES, HEADER_BYTES, BorderError, Unpacker
from grader.rooms.line import Line
from grader.rooms.ours import OurPacker

__all__ = ["ENDS", "Gone", "Room", "StandIn"]

ENDS = frozenset(
    (
        "its process has ended",
        "its process has ended in the middle of a message",
        "no time left",
        "the room is closed",
        "it said more than a test cell has room for",
        "too many values, or too deep inside each other",
        f"more than {HEADER_BYTES >> 20} MB, or {BODY_BYTES >> 20} MB of arrays",
    )
)
"""Why a student's side is gone after a crash, or when it is slow or says too much; else its code wrote to the
line itself."""

_MOST_WEIGHT = 512 << 20
"""What all messages of a test cell may weigh: a callable of ours may keep what it is called with."""


class Gone(BaseException):
    """The student's side is no more, or breaks the rules: no check can go on, whatever it catches."""


class Room:
    """The line to a student's room. Once it is gone, it is gone for all that is asked later.

    Parameters
    ----------
    sock : socket.socket
        A connected socket.
    """

    def __init__(self, sock):
        self._deadline, self._weight, self._callables = math.inf, 0, []
        self._busy, self._gone = False, ""
        self._line = Line(sock, self._pack, self._unpack, self._left)

    def limit(self, seconds):
        """Begin a test cell: set how long everything that is asked from now on may take."""
        self._deadline, self._weight = time.monotonic() + seconds, 0

    def ask(self, **request):
        """Return the answer to a request, calling meanwhile what the student's side wants called.

        Raises
        ------
        Exception
            Where the answer is one; the one that the student's function raised.
        Gone
            Where there is none.
        """
        if self._gone:
            raise Gone(self._gone)
        if self._busy:
            raise RuntimeError("a student's function was called by what was handed to it")
        if request["do"] != "backward":
            self._callables = []  # what earlier calls were handed is not theirs any more
        self._busy = True
        try:
            self._line.send(request)
            while "callback" in (answer := self._receive()):
                self._call_back(answer)
        except BorderError as error:
            raise self.gone(str(error)) from None
        finally:
            self._busy = False
        if "error" in answer:
            raise answer["error"]
        return answer

    def gone(self, why):
        """Hang up, and return what to raise."""
        self._gone = why
        self._line.close()
        return Gone(why)

    def close(self):
        """Hang up."""
        self.gone("the room is closed")

    def _receive(self):
        answer = self._line.receive()
        if answer is None:
            raise BorderError("its process has ended")
        return answer

    def _call_back(self, wanted):
        number, args = wanted["callback"], wanted.get("args")
        if type(number) is not int or not 0 <= number < len(self._callables) or type(args) is not list:
            raise BorderError("it called what was not handed out")
        try:
            self._line.send({"value": self._callables[number](*args)})
        except BorderError:
            raise
        except Exception as error:  # of the callable, or of packing what it gave
            self._line.send({"error": error})

    def _pack(self, message):
        return OurPacker(self._number_of).message(message)

    def _unpack(self, header, body):
        unpacker = Unpacker(body)
        message = unpacker.message(header)
        self._weight += unpacker.weight
        if self._weight > _MOST_WEIGHT:
            raise BorderError("it said more than a test cell has room for")
        return message

    def _number_of(self, function):
        self._callables.append(function)
        return len(self._callables) - 1

    def _left(self):
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise BorderError("no time left")
        return None if left == math.inf else left


class StandIn:
    """A student's function: plain data in, plain data out."""

    def __init__(self, room, name):
        self._room, self.__name__, self.__qualname__ = room, name, name

    def __call__(self, *args):
        """Call the student's function in the student's room."""
        leaves = [place for place, arg in enumerate(args) if getattr(arg, "requires_grad", False)]
        answer = self._room.ask(do="call", name=self.__name__, args=list(args), leaves=leaves)
        value = self._value_in(answer)
        if "changed" in answer:
            self._change(args, answer["changed"])
        if leaves and type(answer.get("graph")) is int:
            return self._with_gradient(value, answer["graph"], [args[place] for place in leaves])
        return value

    def run_where_it_is(self, helper, args):
        """Run a helper of ours in the student's room, on the student's function there."""
        place = f"{helper.__module__}:{helper.__qualname__}"
        try:
            answer = self._room.ask(do="run", place=place, name=self.__name__, args=list(args))
        except Exception:  # no check stands between its text, which may tell the inputs, and the feedback
            raise RuntimeError(f"{helper.__name__} of {self.__name__} failed") from None
        return self._value_in(answer)

    def _value_in(self, answer):
        if "value" not in answer:
            raise self._room.gone("it gave an answer without a value")
        return answer["value"]

    def _with_gradient(self, value, graph, leaves):
        import torch

        gradients = self._gradients

        class Theirs(torch.autograd.Function):
            @staticmethod
            def forward(ctx, value, *_):
                return value.clone()

            @staticmethod
            def backward(ctx, cotangent):
                return None, *gradients(graph, cotangent, leaves)

        if not isinstance(value, torch.Tensor):
            raise self._room.gone("it gave a gradient of what is no tensor")
        return Theirs.apply(value, *leaves)

    def _gradients(self, graph, cotangent, leaves):
        import torch

        try:
            answer = self._room.ask(do="backward", graph=graph, cotangent=cotangent)
        except Exception as error:
            raise RuntimeError(str(error)) from None
        found = self._value_in(answer)
        if type(found) is not list or len(found) != len(leaves):
            raise self._room.gone("it gave another number of gradients")
        for gradient, leaf in zip(found, leaves, strict=True):
            fits = isinstance(gradient, torch.Tensor) and gradient.shape == leaf.shape
            if gradient is not None and not (fits and gradient.dtype == leaf.dtype):
                raise self._room.gone("it gave a gradient of another shape or type")
        return found

    def _change(self, args, place):
        """Change an argument, a copy, as the student's function changed its own: the check will notice."""
        if type(place) is not int or not 0 <= place < len(args):
            raise self._room.gone("it changed what is no argument")
        arg = args[place]
        if isinstance(arg, list):
            arg.append(None)
        elif isinstance(arg, np.ndarray):
            arg.resize(arg.size + 1, refcheck=False)
        elif hasattr(arg, "new_zeros") and not arg.requires_grad:
            arg.data = arg.new_zeros(arg.numel() + 1)
