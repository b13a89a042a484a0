"""The test runner's connection to a student's process."""

import math
import time

from nbautograde.protocol.framed_connection import FramedConnection
from nbautograde.protocol.trusted_codec import TrustedEncoder
from nbautograde.protocol.untrusted_decoder import BODY_BYTES, HEADER_BYTES, ProtocolError, UntrustedDecoder

__all__ = ["ENDS", "NO_GRADIENT", "Gone", "StudentClient"]

NO_GRADIENT = "no gradient can be taken in a fork of its kernel"
ENDS = frozenset(
    (
        "its process has ended",
        "its process has ended in the middle of a message",
        "no time left",
        "the connection is closed",
        "it said more than a test cell has room for",
        "too many values, or too deep inside each other",
        f"more than {HEADER_BYTES >> 20} MB, or {BODY_BYTES >> 20} MB of arrays",
        NO_GRADIENT,
    )
)
"""Why a student's side is gone after a crash, or when it is slow or says too much; else its code wrote to the
connection itself."""

_MOST_WEIGHT = 512 << 20
"""What all messages of a test cell may weigh: a trusted callable may keep what it is called with."""


class Gone(BaseException):
    """The student's side is no more, or breaks the rules: no check can go on, whatever it catches."""


class StudentClient:
    """The connection to a student's process. Once it is gone, it is gone for all that is asked later.

    Parameters
    ----------
    sock : socket.socket
        A connected socket.
    portable : sequence of str
        Packages whose functions may be rebuilt on the student's side.
    """

    def __init__(self, sock, portable=()):
        self._portable = portable
        self._deadline, self._weight, self._callables = math.inf, 0, []
        self._busy, self._gone = False, ""
        self._connection = FramedConnection(sock, self._pack, self._unpack, self._left)

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
            self._callables = []  # what earlier calls were handed may not be called any more
        self._busy = True
        try:
            self._connection.send(request)
            while "callback" in (answer := self._receive()):
                self._call_back(answer)
        except ProtocolError as error:
            raise self.gone(str(error)) from None
        finally:
            self._busy = False
        if "error" in answer:
            raise answer["error"]
        if answer.get("no_gradient") is True:
            raise self.gone(NO_GRADIENT)
        return answer

    def gone(self, why):
        """Close the connection, and return what to raise."""
        self._gone = why
        self._connection.close()
        return Gone(why)

    def close(self):
        """Close the connection."""
        self.gone("the connection is closed")

    def _receive(self):
        answer = self._connection.receive()
        if answer is None:
            raise ProtocolError("its process has ended")
        return answer

    def _call_back(self, wanted):
        number, args = wanted["callback"], wanted.get("args")
        if type(number) is not int or not 0 <= number < len(self._callables) or type(args) is not list:
            raise ProtocolError("it called what was not handed out")
        try:
            self._connection.send({"value": self._callables[number](*args)})
        except ProtocolError:
            raise
        except Exception as error:  # of the callable, or of packing what it gave
            self._connection.send({"error": error})

    def _pack(self, message):
        return TrustedEncoder(self._number_of, self._portable).message(message)

    def _unpack(self, header, body):
        unpacker = UntrustedDecoder(body)
        message = unpacker.message(header)
        self._weight += unpacker.weight
        if self._weight > _MOST_WEIGHT:
            raise ProtocolError("it said more than a test cell has room for")
        return message

    def _number_of(self, function):
        self._callables.append(function)
        return len(self._callables) - 1

    def _left(self):
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ProtocolError("no time left")
        return None if left == math.inf else left
