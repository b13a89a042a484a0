"""What the test runner alone may send, besides plain data: texts, generators, callables.

A generator is sent as its state and the seeds that it spawns from. It goes one way: what is drawn on the
other side does not move the check's own, so a check hands out a new one for each call. A callable of a
package that the course names is sent as its place there and what it closes over, any other one as a number
under which the test runner can be asked.
"""

import sys
import types
from typing import ClassVar

import numpy as np

from nbautograde.protocol.encoder import Encoder
from nbautograde.protocol.untrusted_decoder import UntrustedDecoder

__all__ = ["TrustedDecoder", "TrustedEncoder", "is_portable"]

_BITS = {
    kind.__name__: kind
    for kind in (
        np.random.PCG64,
        np.random.PCG64DXSM,
        np.random.MT19937,
        np.random.Philox,
        np.random.SFC64,
    )
}


class TrustedEncoder(Encoder):
    """Makes a message from the test runner.

    Parameters
    ----------
    number_of : callable
        Gives a number to a callable that stays here.
    portable : sequence of str
        Packages whose functions may be rebuilt on the other side.
    """

    def __init__(self, number_of, portable=()):
        super().__init__()
        self._number_of, self._portable = number_of, portable

    def other(self, value, depth):
        """Return what stands for a value that only the test runner may send."""
        torch = sys.modules.get("torch")
        if isinstance(value, np.ndarray):
            return super().other(value, depth)
        if isinstance(value, str):
            return {"s": value}
        if type(value) is np.random.Generator and _is_known(value.bit_generator):
            seeds = value.bit_generator.seed_seq
            return {"g": _plain([value.bit_generator.state, seeds.state])}
        if torch is not None and isinstance(value, torch.Generator) and value.device.type == "cpu":
            return {"G": self.node(value.get_state(), depth + 1)}
        if is_portable(value, self._portable):
            parts = [cell.cell_contents for cell in value.__closure__ or ()]
            told = [self.node(part, depth + 1) for part in (*parts, *(value.__defaults__ or ()))]
            return {"m": [value.__module__, value.__code__.co_qualname, told]}
        if callable(value):
            return {"k": self._number_of(value)}
        return self.foreign(value, depth)

    def foreign(self, value, depth):
        """Refuse what would be of no use on the other side: whoever wrote the check is to know."""
        raise TypeError(f"a {type(value).__name__} cannot be handed to a student's function")


def is_portable(function, packages):
    """Return whether a function can be made anew from its place in one of some packages and its closure.

    One that holds a generator cannot: each call would find the generator as it was at first.
    """
    within = tuple(f"{package}." for package in packages)
    if type(function) is not types.FunctionType or not f"{function.__module__}.".startswith(within):
        return False
    held = [cell.cell_contents for cell in function.__closure__ or ()]
    return not any(type(part).__name__ == "Generator" for part in (*held, *(function.__defaults__ or ())))


def _is_known(bits):
    """Return whether NumPy's generator of bits can be made anew from its state and its seeds."""
    return type(bits) in _BITS.values() and type(bits.seed_seq) is np.random.SeedSequence


def _plain(value):
    """Return a generator's state as JSON takes it: whole numbers of any size, texts, lists and dicts."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(part) for part in value]
    return value if isinstance(value, str) else int(value)


class TrustedDecoder(UntrustedDecoder):
    """Reads a message from the test runner.

    Parameters
    ----------
    body : bytes
        The bytes of its arrays.
    callback : callable
        Makes a callable of a number.
    """

    def __init__(self, body, callback):
        super().__init__(body)
        self._callback = callback

    def _text(self, told, depth):
        return told

    def _generator(self, told, depth):
        state, seeds = told
        seeds["spawn_key"] = tuple(seeds["spawn_key"])
        bits = _BITS[state["bit_generator"]](np.random.SeedSequence(**seeds))
        bits.state = state
        return np.random.Generator(bits)

    def _torch_generator(self, told, depth):
        import torch

        generator = torch.Generator()
        generator.set_state(self.value(told, depth + 1))
        return generator

    def _function(self, told, depth):
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

    def _called_back(self, told, depth):
        return self._callback(told)

    readers: ClassVar = {
        **UntrustedDecoder.readers,
        "s": _text,
        "g": _generator,
        "G": _torch_generator,
        "m": _function,
        "k": _called_back,
    }
