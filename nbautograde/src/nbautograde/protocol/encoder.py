"""Make a message of values, as the student's side does.

What comes out at the other end is judged as the value itself would be: what NumPy reads as numbers comes out
as an array, what it does not read comes out as something that it does not read either.
"""

import itertools
import json
import sys

import numpy as np

from nbautograde.protocol.tracebacks import notebook_line
from nbautograde.protocol.untrusted_decoder import (
    BODY_BYTES,
    DTYPES,
    FRAME,
    HEADER_BYTES,
    INTEGERS,
    LONGEST_NAME,
    LONGEST_TEXT,
    MAGIC,
    MOST_PARTS,
    RAISED,
    VALUE,
    ProtocolError,
    weighed,
    weight_of,
)

__all__ = ["Encoder", "pack"]


class Encoder:
    """Makes a message."""

    def __init__(self):
        self._buffers, self._weight = [], 0

    def message(self, values):
        """Return a dict of values by name as bytes; the one named `error` is an exception.

        Raises
        ------
        ProtocolError
            Where they are too many.
        """
        told = {name: _exception(it) if name == "error" else self.node(it) for name, it in values.items()}
        header, body = json.dumps(told).encode("ascii"), b"".join(self._buffers)
        if len(header) > HEADER_BYTES or len(body) > BODY_BYTES:
            raise ProtocolError(f"more than {HEADER_BYTES >> 20} MB, or {BODY_BYTES >> 20} MB of arrays")
        return FRAME.pack(MAGIC, len(header), len(body)) + header + body

    def node(self, value, depth=0):
        """Return what stands for a value in the JSON object."""
        self._weight = weighed(self._weight + VALUE, depth)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, np.generic):
            return self._array(value, depth, "n")
        if isinstance(value, int) and int(value) in INTEGERS:
            return int(value)
        if isinstance(value, float):
            return float(value)
        if isinstance(value, tuple):
            return {"t": [self.node(part, depth + 1) for part in value]}
        if isinstance(value, list):
            return [self.node(part, depth + 1) for part in value]
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self._array(value, depth, "T")
        return self.other(value, depth)

    def other(self, value, depth):
        """Return what stands for an array, or for something of another type."""
        return self._array(value, depth, "a")

    def foreign(self, value, depth):
        """Return what stands for something that cannot cross."""
        parts = None
        if depth == 0:  # a check takes apart what came back, and no part of it once more
            try:
                parts = list(itertools.islice(value, MOST_PARTS))
            except Exception:
                parts = None
        parts = None if parts is None else [self.node(part, depth + 1) for part in parts]
        return {"o": [type(value).__name__[:LONGEST_NAME], parts]}

    def _array(self, value, depth, kind):
        array = _numbers(value, kind)
        if array is None:
            return self.foreign(value, depth)
        self._weight = weighed(self._weight + weight_of(array.shape))
        self._buffers.append(array.tobytes())
        return {kind: array.dtype.str if kind == "n" else [array.dtype.str, list(array.shape)]}


def _numbers(value, kind):
    """Return a value as an array of a type that crosses, or None where it is none."""
    try:
        array = np.array(value.detach().cpu().numpy() if kind == "T" else value, subok=False, order="C")
        if array.dtype.kind == "f" and array.dtype.itemsize > 8:
            array = array.astype(np.float64)
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
    except Exception:
        return None
    return array if array.dtype.str in DTYPES else None


def _exception(error):
    try:
        text, line = str(error)[:LONGEST_TEXT], notebook_line(error)
    except Exception:
        text = line = ""
    base = next((name for name, kind in RAISED.items() if isinstance(error, kind)), "Exception")
    return [type(error).__name__[:LONGEST_NAME], base, text, line]


def pack(values):
    """Return a dict of values by name as a message from the student's side, see `Encoder.message`."""
    return Encoder().message(values)
