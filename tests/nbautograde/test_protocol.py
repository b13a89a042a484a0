"""What crosses the connection is judged, and works, as it would in one process."""

import array
import ast
import collections
import contextlib
import copy
import enum
import io
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from grader.checking import CheckFailed, as_array, as_number, as_parts
from nbautograde.protocol import untrusted_decoder as decoder
from nbautograde.protocol.encoder import pack
from nbautograde.protocol.trusted_codec import TrustedDecoder, TrustedEncoder, is_portable
from nbautograde.protocol.untrusted_decoder import Foreign, unpack
from tools.course.trials import exercises

PORTABLE = ("grader.checks",)

Pair = collections.namedtuple("Pair", "posterior evidence")


class Colour(enum.IntEnum):
    """Stand for an enumeration of a student's."""

    RED = 3


class Frame:
    """Stand for a data frame: NumPy reads it as numbers."""

    def __array__(self, dtype=None, copy=None):
        return np.array([[1.0, 2.0], [3.0, 4.0]], dtype)


class Broken:
    """An array that cannot be read."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError


class Old:
    """A sequence by `__getitem__` alone."""

    def __getitem__(self, place):
        return [1.0, 2.0][place]


class Sequence(Old):
    """A sequence by `__getitem__` and `__len__`."""

    def __len__(self):
        return 2


class Halting:
    """Something that raises while it is gone through."""

    def __iter__(self):
        yield 1.0
        raise RuntimeError


def nested(depth):
    """Return one number inside so many lists."""
    value = 1.0
    for _ in range(depth):
        value = [value]
    return value


A = np.array([[1.0, 2.0], [3.0, 4.0]])
VALUES = {
    "None": lambda: None,
    "bool": lambda: True,
    "int": lambda: 3,
    "int of 64 bits": lambda: 2**64 - 1,
    "int beyond 64 bits": lambda: 2**64,
    "negative int beyond 64 bits": lambda: -(2**63) - 1,
    "int of 5,000 digits": lambda: 10**5000,
    "large ints": lambda: [2**63, -1],
    "int beyond 64 bits in a list": lambda: [2**70, 0.5],
    "float": lambda: 0.1,
    "float of one element": lambda: [0.1],
    "NaN": lambda: [np.nan, np.inf],
    "complex": lambda: 1j,
    "complex array": lambda: A * 1j,
    "complex without an imaginary part": lambda: np.array([1 + 0j, 2]),
    "str": lambda: "ab",
    "str of a number": lambda: "0.5",
    "strs": lambda: ["a", "b"],
    "bytes": lambda: b"ab",
    "bytearray": lambda: bytearray(b"ab"),
    "memoryview": lambda: memoryview(A[0]),
    "list": lambda: [0.1, 2],
    "list of bools": lambda: [True, False],
    "ragged list": lambda: [[1.0], [2.0, 3.0]],
    "list of two arrays": lambda: [A[0], A[1]],
    "array and number": lambda: (A, 0.5),
    "list of different arrays": lambda: [A, A[0]],
    "list of tensors": lambda: [torch.tensor(1.0, requires_grad=True), torch.tensor(2.0)],
    "list with None": lambda: [None, 1.0],
    "list in itself": lambda: (lambda it: it.append(it) or it)([]),
    "deep list": lambda: nested(30),
    "list that is too deep": lambda: nested(70),
    "empty list": list,
    "empty tuple": tuple,
    "namedtuple": lambda: Pair(A[0], 0.5),
    "subclass of list": lambda: type("L", (list,), {})([1.0, 2.0]),
    "generator": lambda: (x for x in (1.0, 2.0)),
    "generator in a list": lambda: [(x for x in (1.0, 2.0))],
    "generator in a tuple": lambda: ((x for x in (1.0, 2.0)), 1.0),
    "map": lambda: map(float, [1, 2]),
    "map to arrays": lambda: map(np.array, [[1, 2], [3.0]]),
    "zip": lambda: zip([1.0], [2.0], strict=True),
    "range": lambda: range(2),
    "range in a list": lambda: [range(2), range(2)],
    "reversed": lambda: reversed([1.0, 2.0]),
    "dict": lambda: {"posterior": 1.0, "evidence": 2.0},
    "dict with numbers": lambda: {1.0: "a", 2.0: "b"},
    "dict values": lambda: {"a": A, "b": 2.0}.values(),
    "set": lambda: {1.0, 2.0},
    "deque": lambda: collections.deque([1.0, 2.0]),
    "deque of different arrays": lambda: collections.deque([A, 2.0]),
    "deque of tensors": lambda: collections.deque([torch.ones(2), torch.ones(2)]),
    "array.array": lambda: array.array("d", [1.0, 2.0]),
    "array": lambda: A,
    "array of one element": lambda: np.array([[0.1]]),
    "0-d array": lambda: np.array(0.1),
    "empty array": lambda: np.empty((0, 3)),
    "Fortran order": lambda: np.asfortranarray(A),
    "backwards": lambda: A[::-1, ::-1],
    "broadcast": lambda: np.broadcast_to(1.0, (2, 3)),
    "read-only": lambda: np.frombuffer(bytes(16)),
    "bool array": lambda: A > 2,
    "int8": lambda: A.astype(np.int8),
    "float16": lambda: A.astype(np.float16),
    "long double": lambda: A.astype(np.longdouble) / 3,
    "long double beyond a double": lambda: np.longdouble(10) ** 400,
    "other order of bytes": lambda: A.astype(">f8"),
    "object array": lambda: A.astype(object),
    "object array of parts": lambda: np.array([A, 0.5, None], dtype=object)[:2],
    "array of texts": lambda: np.array(["a", "b"]),
    "array of dates": lambda: np.array(["2024-01-01", "2024-01-02"], "M8[D]"),
    "time": lambda: np.timedelta64(3, "s"),
    "array of records": lambda: np.zeros(2, [("a", float), ("b", float)]),
    "masked array": lambda: np.ma.masked_greater(A, 3.5),
    "masked value": lambda: np.ma.masked,
    "float64": lambda: np.float64(0.1),
    "float32": lambda: np.float32(0.1),
    "int64": lambda: np.int64(3),
    "uint64": lambda: np.uint64(2**64 - 1),
    "bool_": lambda: np.bool_(True),
    "str_": lambda: np.str_("ab"),
    "long double number": lambda: np.longdouble("0.1"),
    "IntEnum": lambda: Colour.RED,
    "Fraction": lambda: Fraction(1, 3),
    "Decimals": lambda: [Decimal("0.1"), Decimal("0.2")],
    "tensor": lambda: torch.tensor(A),
    "0-d tensor": lambda: torch.tensor(0.1),
    "tensor with a gradient": lambda: torch.tensor(A, requires_grad=True) * 2,
    "parameter": lambda: torch.nn.Parameter(torch.tensor(A)),
    "transposed tensor": lambda: torch.tensor(A).T,
    "expanded tensor": lambda: torch.tensor(0.5).expand(2, 3),
    "tensor of truth values": lambda: torch.tensor(A) > 2,
    "bfloat16": lambda: torch.ones(2, dtype=torch.bfloat16),
    "sparse tensor": lambda: torch.eye(2).to_sparse(),
    "complex tensor": lambda: torch.tensor([1j, 2.0]),
    "imaginary part of a tensor": lambda: torch.tensor([1j, 2.0]).conj().imag,
    "tensor without data": lambda: torch.ones(2, device="meta"),
    "size": lambda: torch.ones(2, 3).size(),
    "named result": lambda: torch.tensor(A).max(0),
    "function": lambda: len,
    "class": lambda: float,
    "exception": lambda: ValueError("x"),
    "broken array": Broken,
    "old sequence": Old,
    "sequence": Sequence,
    "halting": Halting,
}
JUDGES = {
    "as_array": lambda value: (as_array(value, "f", "the value"),),
    "as_array of a shape": lambda value: (as_array(value, "f", "the value", (2,)),),
    "as_number": lambda value: (np.array(as_number(value, "f", "the value")),),
    "as_parts": lambda value: tuple(as_array(part, "f", "it") for part in as_parts(value, "f", ("a", "b"))),
    "taken apart": lambda value: tuple(as_array(part, "f", "it") for part in tuple(value)),
}


def verdict(judge, value):
    """Return what a judge makes of a value, as a check does: the numbers, or None where it fails."""
    with np.errstate(all="ignore"):
        try:
            return [(found.shape, found.tobytes()) for found in judge(value)]
        except (CheckFailed, TypeError, ValueError, RuntimeError):  # a check fails with each of them
            return None


def parts_of(message):
    """Return header and body of a message."""
    _, header, _ = decoder.FRAME.unpack(message[: decoder.FRAME.size])
    return message[decoder.FRAME.size :][:header], message[decoder.FRAME.size + header :]


def crossed(value):
    """Return what arrives where a student's function returned a value."""
    with np.errstate(all="ignore"):
        return unpack(*parts_of(pack({"value": value})))["value"]


@pytest.mark.parametrize("judge", JUDGES.values(), ids=JUDGES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_result_is_judged_as_in_one_process(value, judge):
    """The same numbers, or none, whether the value itself is judged or what crossed the connection."""
    try:
        there = crossed(value())
    except decoder.ProtocolError:  # then the student's side says that, and the check fails
        assert verdict(judge, value()) is None
        return
    assert verdict(judge, there) == verdict(judge, value())


@pytest.mark.parametrize(
    "value",
    [Fraction(1, 3), Decimal(1), 1j, {}, "text", (x for x in "a")],
    ids=lambda value: type(value).__name__,
)
def test_a_failure_names_the_type_that_came_back(value):
    """What cannot be read is called by the name that it has in the student's process."""
    with pytest.raises(CheckFailed, match=f"returned +a {type(value).__name__}$"):
        as_array(crossed(value), "f", "the value")


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize(
    ("value", "shape"), [(lambda: np.matrix(A), (1, 2)), (lambda: memoryview(A), None), (Frame, None)]
)
def test_what_numpy_reads_as_a_table_is_taken_apart_as_an_array(value, shape):
    """The differences that are known: these have other rows in one process, or none."""
    assert verdict(JUDGES["as_array"], crossed(value())) == verdict(JUDGES["as_array"], value())
    assert [row for row, _ in verdict(JUDGES["as_parts"], crossed(value()))] == [(2,), (2,)]
    rows = verdict(JUDGES["as_parts"], value())
    assert rows is None if shape is None else [row for row, _ in rows] == [shape, shape]


def handed(value, numbered=None):
    """Return what a student's function is handed where a check hands it a value."""
    numbered = [] if numbered is None else numbered

    def number_of(function):
        numbered.append(function)
        return len(numbered) - 1

    message = TrustedEncoder(number_of, PORTABLE).message({"value": value})
    header, body = parts_of(message)
    return TrustedDecoder(body, lambda number: numbered[number]).message(header)["value"]


def test_generators_give_the_same_numbers_on_the_other_side():
    """A NumPy generator crosses in its middle, a half of a 64-bit number left over, and so does torch's."""
    rng = np.random.Generator(np.random.PCG64([1, 2]))
    rng.integers(0, 9, 3, dtype=np.uint32)
    there = handed(rng)
    assert (
        there.integers(0, 9, 5, dtype=np.uint32).tolist() == rng.integers(0, 9, 5, dtype=np.uint32).tolist()
    )
    assert there.random(3).tolist() == rng.random(3).tolist()
    generator = torch.Generator().manual_seed(5)
    torch.rand(3, generator=generator)
    there = handed(generator)
    assert torch.equal(torch.randn(20, generator=there), torch.randn(20, generator=generator))


BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
SEEDS = {
    "a number": lambda: np.random.SeedSequence(7),
    "numbers, as a check's": lambda: np.random.SeedSequence([0, 8001, 3]),
    "a number beyond 64 bits": lambda: np.random.SeedSequence(2**200 + 1),
    "an array": lambda: np.random.SeedSequence(np.array([1, 2])),
    "a child's, in a large pool": lambda: np.random.SeedSequence(5, spawn_key=(2, 2**40), pool_size=8),
    "a parent's": lambda: np.random.SeedSequence(5, n_children_spawned=3),
}
USES = {
    "draws": lambda rng: rng.standard_normal(3).tolist(),
    "spawn": lambda rng: [child.random(2).tolist() for _ in range(2) for child in rng.spawn(2)],
    "spawn of a child": lambda rng: rng.spawn(2)[1].spawn(1)[0].random(2).tolist(),
    "spawn of the bits": lambda rng: [bits.random_raw() for bits in rng.bit_generator.spawn(2)],
    "spawn of the seeds": lambda rng: [np.random.default_rng(s).random() for s in seeds_of(rng).spawn(3)],
    "words of the seeds": lambda rng: seeds_of(rng).generate_state(4).tolist(),
    "a copy, which spawns": lambda rng: [child.random() for child in copy.deepcopy(rng).spawn(2)],
    "pickled": lambda rng: [child.random() for child in pickle.loads(pickle.dumps(rng)).spawn(2)],
    "jumped": lambda rng: np.random.Generator(jumped(rng.bit_generator)).random(2).tolist(),
    "state": lambda rng: repr(rng.bit_generator.state),
    "seeds": lambda rng: [len(seeds_of(rng).spawn_key), seeds_of(rng).n_children_spawned],
    "names": lambda rng: [repr(rng).split(" ")[0], type(rng.bit_generator).__name__],
}


def seeds_of(rng):
    """Return the seeds that a generator was made from."""
    return rng.bit_generator.seed_seq


def jumped(bits):
    """Return a generator of bits far ahead; SFC64 has no such method."""
    return bits.jumped() if hasattr(bits, "jumped") else bits


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("seeds", SEEDS.values(), ids=SEEDS)
@pytest.mark.parametrize("bits", BITS)
def test_a_generator_is_used_as_in_one_process(bits, seeds, use):
    """Whatever a generator can do but its identity is as it was: draws, children, copies and state."""
    rng = np.random.Generator(getattr(np.random, bits)(seeds()))
    rng.integers(0, 9, 3, dtype=np.uint32)
    rng.spawn(1)
    there = handed(rng)
    assert use(there) == use(rng)


def test_a_generator_of_torch_keeps_its_seed():
    """The seed that it began with is told, also one beyond 63 bits, and a copy of its state goes on alike."""
    generator = torch.Generator().manual_seed(2**63 + 5)
    there = handed(generator)
    assert (there.initial_seed(), there.device) == (2**63 + 5, generator.device)
    assert torch.equal(there.get_state(), generator.get_state())


class Zeros(np.random.bit_generator.ISeedSequence):
    """Seeds of another kind than NumPy's own."""

    def generate_state(self, n_words, dtype=np.uint32):
        """Return zeros."""
        return np.zeros(n_words, dtype)


class Special(np.random.Generator):
    """A generator that could draw otherwise."""


@pytest.mark.parametrize(
    "value",
    [
        np.random.Generator(np.random.PCG64(Zeros())),
        Special(np.random.PCG64(1)),
        np.random.RandomState(1),
        np.random.PCG64(1),
        np.random.SeedSequence(1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_generator_that_could_not_be_made_anew_is_refused(value):
    """What would not be the same on the other side is refused where a check hands it out."""
    with pytest.raises(TypeError, match="cannot be handed"):
        handed(value)


def test_a_function_that_holds_a_generator_stays_here():
    """It is called back, so that its generator goes on from one call to the next."""
    held = {"rng": np.random.default_rng(1), "generator": torch.Generator()}

    def hold(value):
        def function(default=0):
            return value

        function.__module__ = "grader.checks.somewhere"
        return function

    assert is_portable(hold(1.0), PORTABLE)
    assert not any(is_portable(hold(value), PORTABLE) for value in held.values())
    by_default = hold(1.0)
    by_default.__defaults__ = (held["rng"],)
    assert not is_portable(by_default, PORTABLE)


def test_an_argument_arrives_in_memory_of_its_own():
    """A student's function may resize what it is handed, as it might in one process."""
    values, tensor = handed([np.ones(3), torch.ones(3)])
    values.resize(5)
    assert values.tolist() == [1, 1, 1, 0, 0]
    assert tensor.resize_(5).shape == (5,)
    text, number = handed(["spam", np.float64(0.5)])
    assert (type(text), type(number)) == (str, np.float64)


def test_a_callable_is_a_number_or_a_place_and_anything_else_is_the_authors_mistake():
    """A function made elsewhere is called back; what could not be used on the other side is refused here."""
    numbered, offset = [], 2.0
    assert handed([len, lambda x: x + offset], numbered)[1](1.0) == 3.0
    assert len(numbered) == 2
    for value in (object(), 1 << 70, {"a": 1}, np.array(["a"])):
        with pytest.raises(TypeError, match="cannot be handed"):
            handed(value)


def test_a_generator_of_theirs_does_not_come_in():
    """A trusted callable that would draw from it fails, instead of drawing the same numbers twice."""
    found = unpack(*parts_of(pack({"args": [np.random.default_rng(1)]})))["args"][0]
    assert isinstance(found, Foreign)
    assert type(found).__name__ == "Generator"


def both(function, seen):
    """Return a function that makes sure that another one and its twin from across the connection agree."""
    numbered = []
    twin = handed(function, numbered)
    seen.append(function)

    def call(*args):
        if numbered:  # it asks what counts its calls: the check itself says whether the twin is right
            return twin(*args)
        generators = [copy.deepcopy(arg) if isinstance(arg, np.random.Generator) else arg for arg in args]
        try:
            expected = function(*generators)
        except Exception as error:
            with pytest.raises(type(error)):
                twin(*args)
            raise
        found = twin(*args)
        assert type(found) is type(expected)
        first, second = (torch.as_tensor(value).detach() for value in (found, expected))
        assert first.dtype == second.dtype
        assert torch.equal(first.nan_to_num(), second.nan_to_num())
        return found

    return call


@pytest.mark.parametrize("exercise", sorted(exercises()))
def test_functions_that_are_made_anew_on_the_other_side_give_the_same_values(exercise):
    """Every portable function that a check hands out agrees with its twin wherever the reference calls it."""
    imports, solution, tests = exercises()[exercise]
    seen, scope = [], {"__name__": "__main__"}
    for text in (imports, solution):
        exec(compile(text, exercise, "exec"), scope)

    def with_twins(function):
        def call(*args):
            enough = len(seen) > 300
            return function(
                *[both(arg, seen) if is_portable(arg, PORTABLE) and not enough else arg for arg in args]
            )

        return call

    for node in ast.parse(solution).body:
        if isinstance(node, ast.FunctionDef):
            scope[node.name] = with_twins(scope[node.name])
    for _, _, text in tests:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, exercise, "exec"), dict(scope))
    hands_out = {"expectation", "evidence", "inverse-transform", "rejection", "importance", "elbo", "train"}
    hands_out |= {"metropolis-hastings", "kl-monte-carlo", "score-function"}
    assert bool(seen) == (exercise in hands_out)
