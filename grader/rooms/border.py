"""What crosses between the student's room and the examiner's, and in which form: all of it is here.

A message is a JSON header and raw buffers behind it. Its values are None, bool, int, float, complex, str,
lists, tuples, arrays and tensors, rebuilt as exactly these types. Towards the student also generators, as their
state, and callables of ours: a function of `grader.checks` by its place there and what it closes over, any
other one as a number under which the examiner can be asked. From the student's side an object of any other kind arrives as `Foreign`, its type's name and no more;
an exception as a name and a text.
"""

import builtins
import json
import math
import struct
import sys
import types

import numpy as np

__all__ = ["BorderError", "Foreign", "Line", "error_from", "pack", "told_error", "unpack"]

HEADER_BYTES, BODY_BYTES = 8 << 20, 256 << 20
MOST_NODES, DEEPEST, LONGEST_TEXT = 1_000_000, 32, 4_000
_FRAME = struct.Struct(">4sIQ")
_MAGIC = b"2rm1"
_KINDS, _OUR_KINDS = frozenset("ifcstaTgo"), frozenset("Gmk")
_DTYPES = frozenset(
    ("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
)


class BorderError(RuntimeError):
    """A message breaks the rules, or there is no one at the other end."""


class Foreign:
    """Something that cannot cross; `type(value).__name__` is the name of what it was."""

    @staticmethod
    def named(name):
        """Return an instance of a new class of this name."""
        clean = "".join(letter for letter in name[:60] if letter.isalnum() or letter == "_") or "object"
        return type(clean, (Foreign,), {})()


class _Packer:
    def __init__(self, number_of):
        self.buffers, self.size, self.nodes, self._number_of = [], 0, 0, number_of

    def node(self, value, depth=0):
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise BorderError("too many values, or too deep inside each other")
        if value is None or isinstance(value, bool | np.bool_):
            return None if value is None else bool(value)
        if isinstance(value, int | np.integer):
            return {"i": str(int(value))} if abs(int(value)) >= 1 << 53 else int(value)
        if isinstance(value, float | np.floating):
            value = float(value)
            return value if math.isfinite(value) else {"f": repr(value)}
        if isinstance(value, complex | np.complexfloating):
            return {"c": [repr(float(value.real)), repr(float(value.imag))]}
        if isinstance(value, str):
            return {"s": str(value)[:LONGEST_TEXT]}
        if isinstance(value, tuple):
            return {"t": [self.node(part, depth + 1) for part in value]}
        if isinstance(value, list):
            return [self.node(part, depth + 1) for part in value]
        if isinstance(value, np.ndarray):
            return self._array(value, "a")
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self._array(value.detach().cpu().resolve_conj().resolve_neg().numpy(), "T")
        return self._ours(value, depth)

    def _array(self, array, kind):
        array = np.array(array, subok=False, order="C")
        if array.dtype.byteorder == ">" or (array.dtype.kind == "f" and array.dtype.itemsize > 8):
            array = array.astype(array.dtype.newbyteorder("<") if array.dtype.itemsize <= 8 else np.float64)
        if array.dtype.str not in _DTYPES:
            return {"o": "ndarray"}
        start = self.size
        self.buffers.append(array.tobytes())
        self.size += array.nbytes
        if self.size > BODY_BYTES:
            raise BorderError(f"more than {BODY_BYTES >> 20} MB")
        return {kind: [array.dtype.str, list(array.shape), start]}

    def _ours(self, value, depth):
        if isinstance(value, np.random.Generator) and isinstance(value.bit_generator, np.random.PCG64):
            state = value.bit_generator.state
            numbers = (f"{state['state'][name]:x}" for name in ("state", "inc"))
            return {"g": [*numbers, state["has_uint32"], state["uinteger"]]}
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Generator):
            return {"G": self.node(value.get_state(), depth + 1)}
        if callable(value) and self._number_of is not None:
            return self._function(value, depth) if is_portable(value) else {"k": self._number_of(value)}
        if self._number_of is None and hasattr(type(value), "__array__"):
            return self.node(np.asarray(value), depth + 1)
        if self._number_of is None and hasattr(type(value), "__iter__"):
            return {"t": [self.node(part, depth + 1) for part in value]}
        return {"o": type(value).__name__}

    def _function(self, function, depth):
        closed_over = [cell.cell_contents for cell in function.__closure__ or ()]
        told = [self.node(part, depth + 1) for part in (*closed_over, *(function.__defaults__ or ()))]
        return {"m": [function.__module__, function.__code__.co_qualname, told]}


def is_portable(function):
    """Return whether a function can be made anew from its place in our checks and what it closes over."""
    return type(function) is types.FunctionType and function.__module__.startswith("grader.checks.")


def pack(message, number_of=None):
    """Return a message, a dict of plain values by name, as bytes.

    Parameters
    ----------
    message : dict
        The values.
    number_of : callable, optional
        Gives a number to a callable of ours; without it none may cross.
    """
    packer = _Packer(number_of)
    header = json.dumps({name: packer.node(value) for name, value in message.items()}).encode()
    if len(header) > HEADER_BYTES:
        raise BorderError(f"more than {HEADER_BYTES >> 20} MB besides arrays")
    return b"".join([_FRAME.pack(_MAGIC, len(header), packer.size), header, *packer.buffers])


def unpack(header, body, callback=None):
    """Return the dict of values that a message holds, each of exactly one of the types that may cross.

    Parameters
    ----------
    header, body : bytes
        The two parts of the message.
    callback : callable, optional
        Makes a callable of a number; with it, generators and recipes are taken too: the student's side.

    Raises
    ------
    BorderError
        Where the message breaks the rules.
    """
    try:
        told = json.loads(header)
        if type(told) is not dict:
            raise BorderError("the header is no object")
        unpacker = _Unpacker(body, callback)
        return {name: unpacker.value(node) for name, node in told.items()}
    except BorderError:
        raise
    except Exception as error:
        raise BorderError(f"{type(error).__name__} in a message") from None


class _Unpacker:
    def __init__(self, body, callback):
        self._body, self._callback, self._nodes = body, callback, 0

    def value(self, node, depth=0):
        self._nodes += 1
        if self._nodes > MOST_NODES or depth > DEEPEST:
            raise BorderError("too many values, or too deep inside each other")
        if node is None or type(node) in (bool, int, float):
            return node
        if type(node) is list:
            return [self.value(part, depth + 1) for part in node]
        if type(node) is not dict or len(node) != 1:
            raise BorderError("a value of no known form")
        ((kind, told),) = node.items()
        read = getattr(self, f"_read_{kind}", None) if kind in _KINDS else None
        if kind in _OUR_KINDS and self._callback is not None:
            read = getattr(self, f"_make_{kind}")
        if read is None:
            raise BorderError("a value of no known kind")
        return read(told, depth)

    def _read_i(self, told, depth):
        if type(told) is not str or len(told) > 400:
            raise BorderError("a whole number of no known form")
        return int(told)

    def _read_f(self, told, depth):
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[told]

    def _read_c(self, told, depth):
        real, imaginary = told
        return complex(float(real), float(imaginary))

    def _read_s(self, told, depth):
        if type(told) is not str or len(told) > LONGEST_TEXT:
            raise BorderError("a text of no known form")
        return told

    def _read_t(self, told, depth):
        if type(told) is not list:
            raise BorderError("a tuple of no known form")
        return tuple(self.value(part, depth + 1) for part in told)

    def _read_a(self, told, depth):
        dtype, shape, start = told
        if dtype not in _DTYPES or type(shape) is not list or len(shape) > DEEPEST:
            raise BorderError("an array of no known form")
        if not all(type(length) is int and length >= 0 for length in (*shape, start)):
            raise BorderError("an array of no known size")
        count = math.prod(shape)
        size = count * np.dtype(dtype).itemsize
        if start + size > len(self._body):
            raise BorderError("an array beyond the end of its message")
        flat = np.frombuffer(self._body, dtype, count, start) if count else np.empty(0, dtype)
        return flat.reshape(shape).copy()

    def _read_T(self, told, depth):
        import torch

        return torch.from_numpy(self._read_a(told, depth))

    def _read_o(self, told, depth):
        if type(told) is not str:
            raise BorderError("an object without a name")
        return Foreign.named(told)

    def _read_g(self, told, depth):
        state, increment, has_uint32, uinteger = told
        generator = np.random.Generator(np.random.PCG64())
        generator.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {"state": int(state, 16), "inc": int(increment, 16)},
            "has_uint32": int(has_uint32),
            "uinteger": int(uinteger),
        }
        return generator

    def _make_G(self, told, depth):
        import torch

        generator = torch.Generator()
        generator.set_state(self.value(told, depth + 1))
        return generator

    def _make_m(self, told, depth):
        place, path, parts = told
        __import__(place)
        outer, *inner = path.replace(".<locals>", "").split(".")
        code = getattr(sys.modules[place], outer).__code__
        for name in inner:
            code = next(part for part in code.co_consts if getattr(part, "co_name", None) == name)
        parts = [self.value(part, depth + 1) for part in parts]
        count = len(code.co_freevars)
        cells = tuple(types.CellType(part) for part in parts[:count])
        return types.FunctionType(
            code, vars(sys.modules[place]), code.co_name, tuple(parts[count:]) or None, cells
        )

    def _make_k(self, told, depth):
        return self._callback(told)


def told_error(error):
    """Return a name and a text for an exception."""
    try:
        text = str(error)
    except Exception:
        text = ""
    return [str(type(error).__name__)[:100], str(text)[:LONGEST_TEXT]]


def error_from(name, text):
    """Return an exception: a builtin one where this is the name of one, else one that only bears the name."""
    known = getattr(builtins, str(name), None)
    if isinstance(known, type) and issubclass(known, (Exception, SystemExit)):
        try:
            return known(str(text))
        except Exception:  # such as UnicodeDecodeError, which wants more
            known = None
    clean = "".join(letter for letter in str(name)[:60] if letter.isalnum() or letter == "_") or "Exception"
    return type(clean, (Exception,), {})(str(text))


class Line:
    """Messages over a socket.

    Parameters
    ----------
    sock : socket.socket
        A connected socket.
    number_of, callback : callable, optional
        See `pack` and `unpack`.
    """

    def __init__(self, sock, number_of=None, callback=None):
        self._sock, self._number_of, self._callback = sock, number_of, callback

    def send(self, **message):
        """Send a message."""
        try:
            self._sock.sendall(pack(message, self._number_of))
        except TimeoutError:
            raise BorderError("no time left") from None
        except OSError as error:
            raise BorderError(f"no one is there: {error}") from None

    def receive(self, deadline=None):
        """Return the next message, or None where the other side has hung up between two messages."""
        first = self._exactly(_FRAME.size, deadline, may_end=True)
        if first is None:
            return None
        magic, header, body = _FRAME.unpack(first)
        if magic != _MAGIC or header > HEADER_BYTES or body > BODY_BYTES:
            raise BorderError("a message that is too large or none at all")
        return unpack(self._exactly(header, deadline), self._exactly(body, deadline), self._callback)

    def _exactly(self, count, deadline, may_end=False):
        parts, left = [], count
        while left:
            self._sock.settimeout(deadline() if deadline else None)
            try:
                part = self._sock.recv(min(left, 1 << 20))
            except TimeoutError:
                raise BorderError("no time left") from None
            except OSError as error:
                raise BorderError(f"no one is there: {error}") from None
            if not part:
                if may_end and left == count:
                    return None
                raise BorderError("the other side has ended in the middle of a message")
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
