"""Messages over a socket."""

from nbautograde.protocol.untrusted_decoder import BODY_BYTES, FRAME, HEADER_BYTES, MAGIC, ProtocolError

__all__ = ["FramedConnection"]


class FramedConnection:
    """Messages over a socket.

    Parameters
    ----------
    sock : socket.socket
        A connected socket.
    pack : callable
        Makes bytes of a dict.
    unpack : callable
        Makes a dict of a header and a body.
    left : callable, optional
        Says how many seconds are left, None for any number; it raises `ProtocolError` where none are.
    """

    def __init__(self, sock, pack, unpack, left=lambda: None):
        self._sock, self._pack, self._unpack, self._left = sock, pack, unpack, left

    def send(self, message):
        """Send a message; whatever cannot be packed leaves the connection as it was."""
        packed = self._pack(message)
        self._do(self._sock.sendall, packed)

    def receive(self):
        """Return the next message, or None where the other side has closed it between two messages."""
        first = self._exactly(FRAME.size, may_end=True)
        if first is None:
            return None
        magic, header, body = FRAME.unpack(first)
        if magic != MAGIC or header > HEADER_BYTES or body > BODY_BYTES:
            raise ProtocolError("a message that is too large, or none at all")
        return self._unpack(self._exactly(header), self._exactly(body))

    def close(self):
        """Close the connection."""
        self._sock.close()

    def _exactly(self, count, may_end=False):
        read = memoryview(bytearray(count))
        place = 0
        while place < count:
            received = self._do(self._sock.recv_into, read[place:])
            if not received:
                if may_end and place == 0:
                    return None
                raise ProtocolError("its process has ended in the middle of a message")
            place += received
        return read

    def _do(self, what, with_):
        self._sock.settimeout(self._left())
        try:
            return what(with_)
        except TimeoutError:
            raise ProtocolError("no time left") from None
        except OSError:
            raise ProtocolError("its process has ended") from None
