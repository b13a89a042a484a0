"""Forgeries by what a function returns: objects that lie about themselves."""

from tools.attack.attack import Attack

__all__ = ["RESULTS"]

_EQUAL = '''\
class Equal:
    """Whatever it is asked, it is right."""

    shape, ndim, size, dtype = (), 0, 1, float

    def _yes(self, *args, **options):
        return True

    def _self(self, *args, **options):
        return self

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _yes
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _self
    __abs__ = __neg__ = __pow__ = __array_ufunc__ = __array_function__ = __call__ = _self
    all = any = sum = item = astype = reshape = _self
    __hash__ = object.__hash__

    def __float__(self):
        return 0.0
'''

_RIGHT = '''\
import sys


def right(name, args):
    """Look for the reference or the oracle in the frames of whoever asks, and let it answer."""
    frame = sys._getframe(2)
    while frame is not None:
        for words in ("reference", "oracle", "_oracle", "right", "sources"):
            found = frame.f_locals.get(words) or frame.f_globals.get(words)
            for one in found if isinstance(found, tuple) else (found,):
                if callable(one):
                    try:
                        return one(*args)
                    except Exception:
                        continue
        frame = frame.f_back
    raise ValueError("nothing found")
'''

_LYING_ARRAY = """\
import numpy


class Lying(numpy.ndarray):
    def __array_ufunc__(self, *_, **__):
        return numpy.array(True)

    def __array_function__(self, *_):
        return True

    def __eq__(self, _):
        return True

    def astype(self, *_, **__):
        return self
"""

RESULTS = {
    "always-equal": Attack("returns an object equal to everything", "forgery", _EQUAL, "return Equal()"),
    "equal-pair": Attack(
        "returns a pair of objects equal to everything", "forgery", _EQUAL, "return Equal(), Equal()"
    ),
    "lying-float": Attack(
        "returns a float that compares as equal and whose differences are zero",
        "forgery",
        "class Lying(float):\n    __hash__ = float.__hash__\n\n"
        + "".join(
            f"    def __{n}__(self, *_):\n        return True\n\n" for n in ("eq", "lt", "le", "gt", "ge")
        )
        + "".join(
            f"    def __{n}__(self, *_):\n        return 0.0\n\n" for n in ("sub", "rsub", "abs", "float")
        ),
        "return Lying(1.0)",
    ),
    "lying-array": Attack(
        "returns an array that answers every function of NumPy itself",
        "forgery",
        _LYING_ARRAY,
        "return numpy.zeros(len(args[0]) if numpy.ndim(args[0]) else 1).view(Lying)",
    ),
    "lying-text": Attack(
        "returns a text that passes for any number",
        "forgery",
        "class Lying(str):\n    __hash__ = str.__hash__\n\n    def __eq__(self, _):\n        return True\n\n"
        "    def __float__(self):\n        return 0.0\n\n    def __array__(self, *_, **__):\n"
        "        import numpy\n\n        return numpy.array(0.0)\n",
        'return Lying("0.0")',
    ),
    "lying-tensor": Attack(
        "returns a tensor that answers every function of torch itself",
        "forgery",
        "import torch\n\n\nclass Lying(torch.Tensor):\n    @classmethod\n"
        "    def __torch_function__(cls, function, types, args=(), kwargs=None):\n        return True\n\n"
        "    def detach(self):\n        return self\n\n    def cpu(self):\n        return self\n\n"
        "    def numpy(self):\n        return True\n",
        "return torch.zeros(2, dtype=torch.float64).as_subclass(Lying)",
    ),
    "looks-up-when-read": Attack(
        "returns an object that finds the right answer in the frames of whoever reads it",
        "forgery",
        _RIGHT + "\n\nclass Later:\n    def __init__(self, args):\n        self.args = args\n\n"
        "    def __array__(self, *_, **__):\n        import numpy\n\n"
        '        return numpy.array(right("", self.args))\n\n'
        '    def __iter__(self):\n        return iter(right("", self.args))\n',
        "return Later(args)",
    ),
    "callers-frame": Attack(
        "finds the reference in its callers' frames and lets it answer",
        "forgery",
        _RIGHT,
        'return right("@FUNCTION@", args)',
    ),
    "twin-in-memory": Attack(
        "finds a function of its own name among all objects in memory",
        "forgery",
        "",
        "import gc\nimport types\n\nfor one in gc.get_objects():\n"
        '    if type(one) is types.FunctionType and one.__name__ in ("@FUNCTION@", "_oracle"):\n'
        '        if "args" not in one.__code__.co_varnames:\n'
        "            try:\n                return one(*args)\n            except Exception:\n"
        '                continue\nraise ValueError("nothing found")',
    ),
    "imports-reference": Attack(
        "imports the reference and lets it answer",
        "forgery",
        "",
        "from course_checks.solutions import reference\n\n"
        'return getattr(reference("@EXERCISE@"), "@FUNCTION@")(*args)',
    ),
    "another-each-time": Attack(
        "returns a list whose parts are others each time they are read",
        "forgery",
        "import itertools\n\n\nclass Shifting(list):\n    count = itertools.count()\n\n"
        "    def __iter__(self):\n        return iter([next(self.count) % 3 - 1.0] * len(self))\n\n"
        "    def __len__(self):\n        return 1 + next(self.count) % 2\n\n"
        "    def __getitem__(self, _):\n        return float(next(self.count))\n",
        "return Shifting([0.0])",
    ),
    "too-large": Attack(
        "returns 400 MB of zeros", "forgery", "import numpy\n", "return numpy.zeros(50_000_000)"
    ),
    "too-deep": Attack(
        "returns 100,000 lists inside each other",
        "forgery",
        "deep = []\nfor _ in range(100_000):\n    deep = [deep]\n",
        "return deep",
    ),
    "endless": Attack(
        "returns a generator without end",
        "forgery",
        "import itertools\n",
        "return itertools.repeat(0.0, 10**9)",
    ),
    "pickle-bomb": Attack(
        "returns an object that runs a command where it is copied or unpickled",
        "harm",
        "import os\n\n\nclass Bomb(float):\n    def __reduce_ex__(self, _):\n"
        "        return os.system, (\"echo '@NAME@' >> '@OUTSIDE@'\",)\n",
        "return Bomb(1.0)",
    ),
    "raises-what-is-asked": Attack(
        "refuses every argument with an error that names all of them",
        "forgery",
        "",
        'raise ValueError("@ARGUMENTS@")',
    ),
    "raises-out-of-the-check": Attack(
        "raises what no `except Exception` catches",
        "forgery",
        "class Through(BaseException):\n    def _render_traceback_(self):\n        return []\n",
        "raise Through",
    ),
}
"""Attacks by id."""
