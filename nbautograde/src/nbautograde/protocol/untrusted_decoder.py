"""The protocol's untrusted direction: what a student's side may say, and how it is read. All of it is here.

A message is a JSON object and, behind it, the bytes of its arrays in the order in which the object names
them. Its values are None, bool, int, float, lists, tuples, arrays, NumPy's numbers and tensors, rebuilt as
exactly these types. Anything else arrives as `Foreign`: the name of its type and, where it can be gone
through, its first parts. An exception arrives as one of a few builtin ones, or as a new type that has only a
name and such a base, with its words and the notebook's line that it came from. No other text, no class and no
code comes in.

Read this module as if every byte was chosen to do harm. What else the test runner may say is in
`trusted_codec`.
"""

import json
import math
import struct
from typing import ClassVar

import numpy as np

__all__ = ["Foreign", "ProtocolError", "UntrustedDecoder", "unpack"]

FRAME, MAGIC = struct.Struct(">4sIQ"), b"2rm2"
"""What stands before a message: a mark, and the lengths of the JSON object and of the arrays."""

HEADER_BYTES, BODY_BYTES, MOST_WEIGHT = 4 << 20, 64 << 20, 128 << 20
DEEPEST, MOST_PARTS, MOST_TYPES, LONGEST_NAME, LONGEST_TEXT = 32, 100, 16, 60, 50_000

VALUE, NUMBER, ARRAY = 64, 8, 1_024
"""What a value, a number of an array and an array weigh: about the bytes that they may take."""

DTYPES = frozenset(("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8"))
INTEGERS = range(-(1 << 63), 1 << 64)
_OF_NUMBERS = (ValueError, TypeError, IndexError, OverflowError, ZeroDivisionError)
RAISED = {kind.__name__: kind for kind in (NotImplementedError, *_OF_NUMBERS, RuntimeError, Exception)}
"""What an exception may be on the other side: the first one of these that it is."""


class ProtocolError(RuntimeError):
    """A message breaks the rules, or there is no one at the other end."""


class Foreign:
    """Something that cannot cross; `type(value).__name__` is the name of what it was."""

    __slots__ = ()

    def __repr__(self):
        return f"a {type(self).__name__}"


class ForeignParts(Foreign):
    """Something that cannot cross but can be gone through, such as a generator or a dict."""

    __slots__ = ("_parts",)

    def __iter__(self):
        return iter(self._parts)


def weighed(weight, depth=0):
    """Return a weight that is not too large, of values that are not too deep inside each other."""
    if weight > MOST_WEIGHT or depth > DEEPEST:
        raise ProtocolError("too many values, or too deep inside each other")
    return weight


def weight_of(shape):
    """Return what an array weighs; an axis of length zero does not excuse the other ones."""
    return ARRAY + NUMBER * math.prod(max(length, 1) for length in shape)


class UntrustedDecoder:
    """Reads a message.

    Parameters
    ----------
    body : bytes
        The bytes of its arrays.

    Attributes
    ----------
    weight : int
        What was read so far weighs.
    """

    def __init__(self, body):
        self.weight, self._body, self._place, self._types = 0, memoryview(body), 0, {}

    def message(self, header):
        """Return the dict of values that the message holds; the one named `error` is an exception.

        Raises
        ------
        ProtocolError
            Where the message breaks the rules.
        """
        try:
            told = json.loads(str(header, "ascii"))
            if type(told) is not dict:
                raise ProtocolError("a message that is no object")
            read = {name: _exception(it) if name == "error" else self.value(it) for name, it in told.items()}
        except ProtocolError:
            raise
        except Exception as error:  # whatever it was meant to be
            raise ProtocolError(f"{type(error).__name__} in a message") from None
        if self._place != len(self._body):
            raise ProtocolError("bytes that belong to no array")
        return read

    def value(self, node, depth=0):
        """Return the value that a node of the JSON object stands for."""
        self.weight = weighed(self.weight + VALUE, depth)
        kind = type(node)
        if node is None or kind is bool or kind is float or (kind is int and node in INTEGERS):
            return node
        if kind is list:
            return [self.value(part, depth + 1) for part in node]
        if kind is not dict or len(node) != 1:
            raise ProtocolError("a value of no known form")
        ((name, told),) = node.items()
        if name not in self.readers:
            raise ProtocolError("a value of no known kind")
        return self.readers[name](self, told, depth)

    def _tuple(self, told, depth):
        return tuple(self.value(part, depth + 1) for part in _list(told))

    def _number(self, told, depth):
        return self._array([told, []], depth)[()]

    def _tensor(self, told, depth):
        import torch

        return torch.from_numpy(self._array(told, depth)).clone()  # which is in torch's own memory

    def _array(self, told, depth):
        dtype, shape = _list(told)
        if type(dtype) is not str or dtype not in DTYPES or len(_list(shape)) > DEEPEST:
            raise ProtocolError("an array of no known form")
        if not all(type(length) is int and length >= 0 for length in shape):
            raise ProtocolError("an array of no known shape")
        self.weight = weighed(self.weight + weight_of(shape))
        start, count = self._place, math.prod(shape)
        self._place += count * np.dtype(dtype).itemsize
        if self._place > len(self._body):
            raise ProtocolError("an array beyond the end of its message")
        if count == 0:
            return np.empty(shape, dtype)
        raw = np.frombuffer(self._body[start : self._place], "|u1" if dtype == "|b1" else dtype)
        return raw.reshape(shape).astype(dtype)

    def _foreign(self, told, depth):
        name, parts = _list(told)
        if type(name) is not str or (parts is not None and (depth or len(_list(parts)) > MOST_PARTS)):
            raise ProtocolError("an object of no known form")
        if len(self._types) >= MOST_TYPES or len(name) > LONGEST_NAME or not name.isidentifier():
            name = "object"
        key = (name, Foreign if parts is None else ForeignParts)
        if key not in self._types:
            self._types[key] = type(name, key[1:], {"__slots__": ()})
        value = self._types[key]()
        if parts is not None:
            value._parts = tuple(self.value(part, depth + 1) for part in parts)
        return value

    readers: ClassVar = {"t": _tuple, "n": _number, "a": _array, "T": _tensor, "o": _foreign}


def _list(told):
    if type(told) is not list:
        raise ProtocolError("no list where one must be")
    return told


def _exception(told):
    name, base, text, line = _list(told)
    texts = all(type(part) is str and len(part) <= LONGEST_TEXT for part in told)
    if not texts or base not in RAISED:
        raise ProtocolError("an exception of no known form")
    kind = RAISED[base]
    if name != base and len(name) <= LONGEST_NAME and name.isidentifier():
        kind = type(name, (kind,), {})
    error = kind(_printable(text))
    error.notebook_line = _printable(line) or None
    return error


def _printable(text):
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)


def unpack(header, body):
    """Return the values that a message from the student's side holds, see `UntrustedDecoder.message`."""
    return UntrustedDecoder(body).message(header)
