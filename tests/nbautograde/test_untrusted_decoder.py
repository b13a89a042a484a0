"""What a student's side may say: plain values cross exactly, and no bytes at all do harm."""

import json
import math
import os
import resource
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nbautograde.limits import restrict_process
from nbautograde.protocol import untrusted_decoder as decoder
from nbautograde.protocol.encoder import pack
from nbautograde.protocol.trusted_codec import TrustedEncoder
from nbautograde.protocol.untrusted_decoder import Foreign, ProtocolError, unpack

QUICK = settings(derandomize=True, deadline=None, max_examples=150)
MANY = settings(derandomize=True, deadline=None, max_examples=600)
SHAPES = st.lists(st.integers(0, 3), max_size=3).map(tuple)
DTYPES = st.sampled_from(sorted(decoder.DTYPES))
ARRAYS = hnp.arrays(DTYPES, SHAPES)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 63), (1 << 64) - 1)
    | st.floats()
    | hnp.arrays(DTYPES, ()).map(lambda array: array[()])
    | ARRAYS
    | ARRAYS.map(torch.from_numpy),
    lambda parts: st.lists(parts, max_size=4) | st.lists(parts, max_size=4).map(tuple),
    max_leaves=12,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["<f8"]),
    lambda parts: (
        st.lists(parts, max_size=4)
        | st.dictionaries(st.text(max_size=3), parts, max_size=3)
        | st.dictionaries(st.sampled_from([*"tnaTogGmksief"]), parts, min_size=1, max_size=1)
    ),
    max_leaves=20,
)
SIGNS = st.sampled_from([b"9", b"-", b"[", b"]", b'"', b"{", b",", b"a"])
EXACT = {type(None), bool, int, float, list, tuple, np.ndarray, torch.Tensor}
EXACT |= {np.dtype(name).type for name in decoder.DTYPES}


def parts_of(message):
    """Return the JSON object of a message, as bytes, and the bytes of its arrays."""
    _, header, body = decoder.FRAME.unpack(message[: decoder.FRAME.size])
    rest = message[decoder.FRAME.size :]
    assert len(rest) == header + body
    return rest[:header], rest[header:]


def crossed(value):
    """Return what arrives where a value is sent."""
    return unpack(*parts_of(pack({"value": value})))["value"]


def said(told, body=b""):
    """Return what arrives of a message that was not made by `pack`."""
    header = told if isinstance(told, bytes) else json.dumps(told).encode()
    return unpack(header, body)


def identical(one, other):
    """Return whether two values are of the same types and the same numbers, bit by bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, torch.Tensor):
        return identical(one.numpy(), other.numpy())
    if isinstance(one, np.ndarray | np.generic):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, float):
        return struct.pack("d", one) == struct.pack("d", other) or (math.isnan(one) and math.isnan(other))
    return one == other


def all_of(value):
    """Yield a value and all values inside it."""
    yield value
    if isinstance(value, list | tuple) or hasattr(value, "_parts"):
        for part in value:
            yield from all_of(part)


@QUICK
@given(PLAIN)
def test_plain_values_arrive_as_they_were(value):
    """Types, shapes, dtypes, signs of zero and every bit of a number are kept, however values are nested."""
    assert identical(crossed(value), value)


@pytest.mark.parametrize("dtype", [">f8", ">i2", "longdouble", "f2"])
def test_other_widths_and_orders_of_bytes_keep_their_numbers(dtype):
    """Arrays in another order of bytes are turned round; a long double becomes a double."""
    values = np.array([[1.5, -2.0, 300.0]]).astype(dtype)
    found = crossed(values)
    assert found.tolist() == [[float(value) for value in values[0]]]
    assert found.dtype.str in decoder.DTYPES


def test_an_array_is_a_copy_of_its_own():
    """Two arrays of a message share no memory with each other or with the message."""
    one, other = crossed([np.arange(3.0), np.arange(3.0)])
    one += 7
    assert other.tolist() == [0, 1, 2]
    assert one.flags.owndata
    assert one.flags.writeable


def test_a_boolean_is_nothing_but_true_or_false():
    """A byte that is neither 0 nor 1 does not make a truth value that counts as two."""
    for kind in ("a", "T"):
        found = said({"value": {kind: ["|b1", [3]]}}, b"\x00\x01\x02")["value"]
        assert np.asarray(found).tobytes() == b"\x00\x01\x01"


@MANY
@given(st.binary(max_size=60), st.binary(max_size=20))
def test_random_bytes_are_refused(header, body):
    """What is no message at all is refused with the protocol's error and no other."""
    with pytest.raises(ProtocolError):
        unpack(header, body)


@MANY
@given(JSON, st.binary(max_size=32))
def test_random_objects_give_exact_types_or_are_refused(told, body):
    """Whatever stands in the JSON object, what comes out is of the types that may cross."""
    try:
        found = said({"value": told}, body)
    except ProtocolError:
        return
    for value in all_of(found["value"]):
        assert type(value) in EXACT or isinstance(value, Foreign)


@MANY
@given(PLAIN, st.data())
def test_mutated_messages_give_exact_types_or_are_refused(value, data):
    """A message with bytes changed or left out gives plain values, and no more of them, or none."""
    header, body = parts_of(pack({"value": value}))
    message = bytearray(header + body)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(message) - 1))
        piece = data.draw(st.binary(max_size=3) | SIGNS)
        message[at : at + data.draw(st.integers(0, 3))] = piece
    cut = min(len(header), len(message))
    try:
        found = unpack(bytes(message[:cut]), bytes(message[cut:]))
    except ProtocolError:
        return
    values = [part for value in found.values() for part in all_of(value)]
    numbers = sum(part.nbytes for part in values if isinstance(part, np.ndarray | np.generic | torch.Tensor))
    assert numbers <= len(message) - cut
    for part in values:
        assert type(part) in EXACT or isinstance(part, Foreign | Exception)


DEEP = [[]]
for _ in range(40):
    DEEP = [DEEP]
REFUSED = {
    "arrays that overlap": ({"value": [{"a": ["<f8", [1]]}, {"a": ["<f8", [1]]}]}, bytes(8)),
    "bytes of no array": ({"value": 1}, b"more"),
    "a negative length": ({"value": {"a": ["<f8", [-1]]}}, b""),
    "a truth value as length": ({"value": {"a": ["<f8", [True]]}}, bytes(8)),
    "a fraction as length": ({"value": {"a": ["<f8", [1.0]]}}, bytes(8)),
    "a shape beyond all memory": ({"value": {"a": ["<f8", [1 << 40, 1 << 40]]}}, b""),
    "no number, but room for too many": ({"value": {"a": ["<f8", [0, 1 << 40]]}}, b""),
    "a length of 4,000 digits": ({"value": {"a": ["<f8", [10**4000, 0]]}}, b""),
    "an axis too many": ({"value": {"a": ["<f8", [1] * 33]}}, bytes(8)),
    "an array of objects": ({"value": {"a": ["|O", [1]]}}, bytes(8)),
    "an array of texts": ({"value": {"a": ["<U1", [1]]}}, bytes(4)),
    "an array of dates": ({"value": {"a": ["<M8[s]", [1]]}}, bytes(8)),
    "an array of records": ({"value": {"a": [[["x", "<f8"]], [1]]}}, bytes(8)),
    "an array that is a text": ({"value": {"a": "<f8"}}, bytes(8)),
    "an integer of more than 64 bits": ({"value": 1 << 64}, b""),
    "an integer of a million digits": (b'{"value": 1' + b"0" * 1_000_000 + b"}", b""),
    "a text": ({"value": "text"}, b""),
    "a trusted text": ({"value": {"s": "text"}}, b""),
    "a trusted generator": ({"value": TrustedEncoder(None).node(np.random.default_rng(1))}, b""),
    "a trusted function": ({"value": {"m": ["os", "system", []]}}, b""),
    "a trusted callable": ({"value": {"k": 0}}, b""),
    "a method's name as kind": ({"value": {"__init__": []}}, b""),
    "no kind": ({"value": {}}, b""),
    "two kinds": ({"value": {"t": [], "o": ["x", None]}}, b""),
    "a message that is a list": ([1], b""),
    "values too deep inside each other": ({"value": DEEP}, b""),
    "brackets without end": (b"[" * 1_000_000, b""),
    "a name that is no text": ({"value": {"o": [1, None]}}, b""),
    "parts of a part": ({"value": [{"o": ["x", []]}]}, b""),
    "too many parts": ({"value": {"o": ["x", [1] * 101]}}, b""),
    "an error that is a text": ({"error": "ValueError"}, b""),
    "an error of another type": ({"error": ["KeyboardInterrupt", "KeyboardInterrupt", "", ""]}, b""),
    "an error whose base is no text": ({"error": ["ValueError", ["ValueError"], "", ""]}, b""),
    "an error with too long a text": ({"error": ["ValueError", "ValueError", "x" * 50_001, ""]}, b""),
    "an error with too long a line": ({"error": ["ValueError", "ValueError", "", "x" * 50_001]}, b""),
    "an error whose line is no text": ({"error": ["ValueError", "ValueError", "", 7]}, b""),
    "letters beyond ASCII": ('{"value": "é"}'.encode(), b""),
}


@pytest.mark.parametrize(("told", "body"), REFUSED.values(), ids=REFUSED)
def test_what_breaks_the_rules_is_refused(told, body):
    """Each of these is refused, at once and with the protocol's own error."""
    with pytest.raises(ProtocolError):
        said(told, body)


BOMBS = {
    "lists": b'{"value": [' + b"[]," * 1_300_000 + b"1]}",
    "dicts": b'{"value": [' + b'{"":0},' * 590_000 + b"1]}",
    "tensors": b'{"value": [' + b'{"T":["<f8",[0]]},' * 220_000 + b"1]}",
    "types": b'{"value": [' + b",".join(b'{"o":["x%d",null]}' % n for n in range(180_000)) + b"]}",
    "keys": b"{" + b",".join(b'"%d":1' % n for n in range(350_000)) + b"}",
}


@pytest.mark.parametrize("header", BOMBS.values(), ids=BOMBS)
def test_a_message_of_the_largest_size_takes_bounded_memory_and_time(header):
    """What four megabytes of JSON become takes at most 300 MB, and a few seconds."""
    assert 3 << 20 < len(header) <= decoder.HEADER_BYTES
    child = os.fork()
    if child == 0:
        restrict_process(300, 1)
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
        try:
            unpack(header, b"")
            os._exit(0)
        except ProtocolError as error:
            os._exit("MemoryError" in str(error))
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def test_many_types_are_told_apart_up_to_a_limit():
    """A message makes no more than a few new types, however many names it mentions."""
    found = said({"value": [{"o": [f"x{number}", None]} for number in range(500)]})["value"]
    assert len({type(value) for value in found}) <= decoder.MOST_TYPES + 1
    assert type(found[0]).__name__ == "x0"
    assert type(found[-1]).__name__ == "object"


@pytest.mark.parametrize("name", ["a b", "x" * 61, "<lambda>", "1", "", "a\nb"])
def test_a_type_has_a_harmless_name(name):
    """A name that could not be a type's is not taken over."""
    found = said({"value": {"o": [name, None]}, "error": [name, "ValueError", "", ""]})
    assert type(found["value"]).__name__ == "object"
    assert type(found["error"]) is ValueError


def test_what_cannot_cross_is_equal_to_nothing_and_has_no_numbers():
    """An object of a student's is a name here: not equal to a number, not made into one, not called."""

    class Everything(float):
        def __eq__(self, other):
            return True

        __hash__ = None

    class Sly:
        __eq__ = Everything.__eq__
        __hash__ = None
        __float__ = __len__ = __call__ = lambda self: 1

    assert type(crossed(Everything(2.0))) is float
    found = crossed(Sly())
    assert isinstance(found, Foreign)
    assert type(found).__name__ == "Sly"
    assert repr(found) == "a Sly"
    assert found != 1.0
    assert not any(hasattr(found, name) for name in ("__float__", "__len__", "__call__", "__array__"))


@pytest.mark.parametrize(
    ("error", "kind", "name"),
    [
        (ValueError("sigma"), ValueError, "ValueError"),
        (type("MyError", (ValueError,), {})("sigma"), ValueError, "MyError"),
        (type("Both", (KeyError, ValueError), {})("sigma"), ValueError, "Both"),
        (np.linalg.LinAlgError("sigma"), ValueError, "LinAlgError"),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "sigma"), ValueError, "UnicodeDecodeError"),
        (NotImplementedError(), NotImplementedError, "NotImplementedError"),
        (StopIteration("x"), Exception, "StopIteration"),
        (GeneratorExit("x"), Exception, "GeneratorExit"),
        (KeyboardInterrupt("x"), Exception, "KeyboardInterrupt"),
        (SystemExit(3), Exception, "SystemExit"),
        (AssertionError("x"), Exception, "AssertionError"),
        (MemoryError("x"), Exception, "MemoryError"),
        (UserWarning("x"), Exception, "UserWarning"),
        (ExceptionGroup("x", [ValueError("sigma")]), Exception, "ExceptionGroup"),
        (type("CheckFailed", (AssertionError,), {})("x"), Exception, "CheckFailed"),
    ],
)
def test_an_exception_arrives_with_its_name_on_a_builtin_base(error, kind, name):
    """It is a ValueError where it was one, and never one that ends loops, processes or checks."""
    found = unpack(*parts_of(pack({"error": error})))["error"]
    base = type(found) if type(found).__module__ == "builtins" else type(found).__base__
    assert base is kind
    assert type(found).__name__ == name
    assert str(found) == str(error)


def test_the_text_of_an_exception_is_printable():
    """Half characters, escapes and zero bytes are replaced; a line's end is kept; the rest is cut off."""
    found = unpack(*parts_of(pack({"error": ValueError("a\x1b[2J\x00\ud800\nb" + "x" * 60_000)})))["error"]
    assert str(found).startswith("a\ufffd[2J\ufffd\ufffd\nbxxx")
    assert len(str(found)) == decoder.LONGEST_TEXT


def test_an_exception_that_cannot_be_read_has_no_text():
    """A `__str__` that raises costs the text, not the answer."""

    class Mute(ValueError):
        def __str__(self):
            raise RuntimeError

    assert str(unpack(*parts_of(pack({"error": Mute()})))["error"]) == ""


ITSELF = []
ITSELF.append(ITSELF)
TOO_MUCH = {
    "a list in itself": lambda: ITSELF,
    "a long list": lambda: [0.1] * 2_100_000,
    "many digits": lambda: [1 / 3] * 500_000,
    "a large array": lambda: np.zeros(8_400_000),
    "many truth values": lambda: np.zeros(17_000_000, bool),
    "an array without end along one axis": lambda: np.empty((0, 1 << 40)),
}


@pytest.mark.parametrize("value", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_not_sent(value):
    """The side that makes a message says so, where the other one would not take it."""
    with pytest.raises(ProtocolError, match=r"more than|too many"):
        pack({"value": value()})


def test_something_without_end_is_gone_through_a_little():
    """A generator without end arrives as its first parts."""

    def forever():
        while True:
            yield 1.0

    assert len(list(crossed(forever()))) == decoder.MOST_PARTS
