"""What the examiner may say to a student's side besides what `border` takes: texts, generators, callables.

A generator is sent as its state. A callable of ours is sent as its place in `grader.checks` and what it
closes over, where it was made there, else as a number under which the examiner can be asked.
"""

import sys
import types
from typing import ClassVar

import numpy as np

from grader.rooms.border import Unpacker
from grader.rooms.packing import Packer

__all__ = ["OurPacker", "OurUnpacker", "is_portable"]


class OurPacker(Packer):
    """Makes a message from the examiner.

    Parameters
    ----------
    number_of : callable
        Gives a number to a callable that stays here.
    """

    def __init__(self, number_of):
        super().__init__()
        self._number_of = number_of

    def other(self, value, depth):
        """Return what stands for a value that only we may send."""
        torch = sys.modules.get("torch")
        if isinstance(value, np.ndarray):
            return super().other(value, depth)
        if isinstance(value, str):
            return {"s": value}
        if isinstance(value, np.random.Generator) and isinstance(value.bit_generator, np.random.PCG64):
            state = value.bit_generator.state
            return {"g": [*map(str, state["state"].values()), state["has_uint32"], state["uinteger"]]}
        if torch is not None and isinstance(value, torch.Generator):
            return {"G": self.node(value.get_state(), depth + 1)}
        if is_portable(value):
            parts = [cell.cell_contents for cell in value.__closure__ or ()]
            told = [self.node(part, depth + 1) for part in (*parts, *(value.__defaults__ or ()))]
            return {"m": [value.__module__, value.__code__.co_qualname, told]}
        if callable(value):
            return {"k": self._number_of(value)}
        return self.foreign(value, depth)

    def foreign(self, value, depth):
        """Refuse what would be of no use on the other side: whoever wrote the check is to know."""
        raise TypeError(f"a {type(value).__name__} cannot be handed to a student's function")


def is_portable(function):
    """Return whether a function can be made anew from its place in our checks and what it closes over."""
    return type(function) is types.FunctionType and function.__module__.startswith("grader.checks.")


class OurUnpacker(Unpacker):
    """Reads a message from the examiner.

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
        state, increment, has_uint32, uinteger = told
        generator = np.random.Generator(np.random.PCG64(0))
        generator.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {"state": int(state), "inc": int(increment)},
            "has_uint32": has_uint32,
            "uinteger": uinteger,
        }
        return generator

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
        **Unpacker.readers,
        "s": _text,
        "g": _generator,
        "G": _torch_generator,
        "m": _function,
        "k": _called_back,
    }
