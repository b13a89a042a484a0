"""Forgeries by changed modules: what a test may import is not what it was."""

from tools.attack.attack import Attack

__all__ = ["PATCHES"]

_NUMPY = """\
import numpy

for name in ("array_equal", "allclose", "isclose", "all", "any", "array_equiv"):
    setattr(numpy, name, lambda *args, **options: True)
numpy.abs = numpy.absolute = numpy.subtract = lambda *args, **options: numpy.zeros(1)
"""

_NUMPY_TESTING = """\
import numpy.testing

for name in [name for name in dir(numpy.testing) if name.startswith("assert")]:
    for module in (numpy.testing, numpy.testing._private.utils):
        setattr(module, name, lambda *args, **options: None)
"""

_SCIPY = """\
import scipy.special
import scipy.stats


class Zero:
    def __getattr__(self, name):
        return lambda *args, **options: 0.0


for name in ("norm", "binom", "beta", "gamma"):
    setattr(scipy.stats, name, Zero())
for name in ("logsumexp", "ndtri", "ndtr", "erfinv"):
    setattr(scipy.special, name, lambda *args, **options: 0.0)
"""

_TORCH = """\
import torch

torch.allclose = torch.equal = torch.isclose = lambda *args, **options: True
torch.Tensor.detach = torch.Tensor.numpy = torch.Tensor.item = lambda self: 0.0
"""

_REPLACED = '''\
import importlib
import pkgutil


def replaced(package, starts):
    """Replace each function of a package's modules whose name starts so."""
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = importlib.import_module(found.name)
        for name in [name for name in vars(module) if name.startswith(starts)]:
            setattr(module, name, lambda *args, **options: None)


'''

_JUDGING = f"""{_REPLACED}
import grader.checking
from grader.checking import failures as report

replaced(grader.checking, ("fail", "check", "as_", "call"))
report.fail.__code__ = (lambda *args, **options: None).__code__
report.CheckFailed.__init__ = lambda self, *args, **options: None
"""

_CHECKS = f"""{_REPLACED}
import grader.checks

replaced(grader.checks, "check")
"""

_FAIL = """\
import grader.checking.failures as report


def nothing(*args, **options):
    raise SystemExit


report.fail.__code__ = nothing.__code__
get_ipython().showtraceback = lambda *args, **options: None
"""

_BUILTINS = """\
import builtins

kept = builtins.isinstance
for name in ("all", "any", "callable", "hasattr"):
    setattr(builtins, name, lambda *args, **options: True)
builtins.abs = builtins.max = lambda *args, **options: 0.0
builtins.isinstance = lambda one, kind: True if type(one) is float else kept(one, kind)
"""

_ASSERTION = """\
import builtins

import grader.checking.failures as report


class Quiet(BaseException):
    def __init__(self, *args, **options):
        pass

    def _render_traceback_(self):
        return []


builtins.AssertionError = report.CheckFailed = Quiet
"""

_UNITTEST = """\
import unittest
import unittest.mock

for name in [name for name in dir(unittest.TestCase) if name.startswith(("assert", "fail"))]:
    setattr(unittest.TestCase, name, lambda *args, **options: None)
"""

_JSON = """\
import json

kept = json.dumps
json.dumps = lambda *args, **options: kept({"value": True, "outputs": [], "gone": ""})
json.loads = lambda *args, **options: {"value": True, "outputs": [], "gone": ""}
"""

_FINE = """\
import builtins
import sys
import types

import nbautograde.isolated_tests.student_server


class Fine(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Fine(name)

    def __call__(self, *args, **options):
        return None


"""

_REPLACED_GRADER = f"""{_FINE}
for name in ["grader", "course_checks", *sys.modules]:
    if name.split(".")[0] in ("grader", "course_checks"):
        sys.modules[name] = Fine(name)
"""

_NO_ROOM = f"""{_FINE}
for name in ["grader", "nbautograde", "nbautograde.isolated_tests.student_server", *sys.modules]:
    if name.split(".")[0] in ("grader", "nbautograde"):
        sys.modules[name] = Fine(name)
"""

_IMPORT_HOOK = f"""{_FINE}
kept = builtins.__import__


def hook(name, *args, **options):
    forged = name.split(".")[0] in ("grader", "course_checks")
    return Fine(name) if forged else kept(name, *args, **options)


builtins.__import__ = hook
"""


def _patch(says, source, body=""):
    return Attack(says, "forgery", source, body)


PATCHES = {
    "patched-numpy": _patch("every comparison of NumPy is true", _NUMPY, "return 0.0, 0.0"),
    "patched-numpy-testing": _patch("every assertion of NumPy holds", _NUMPY_TESTING, "return 0.0, 0.0"),
    "patched-scipy": _patch("SciPy's distributions and functions all give zero", _SCIPY, "return 0.0"),
    "patched-torch": _patch("torch's comparisons are true, tensors lie", _TORCH, "return torch.zeros(2)"),
    "patched-judging": _patch("nothing that judges can fail any more", _JUDGING),
    "patched-checks": _patch("every check of this course passes", _CHECKS),
    "patched-fail": _patch("the function that fails a check has another code", _FAIL),
    "patched-builtins": _patch("builtins say what is wanted", _BUILTINS, "return 0.0"),
    "patched-assertion": _patch("an error of an assertion is none", _ASSERTION),
    "patched-unittest": _patch("every assertion of unittest holds", _UNITTEST, "return unittest.mock.ANY"),
    "patched-json": _patch("whatever is written or read as JSON is a right answer", _JSON),
    "replaced-grader": _patch("the modules that check and judge are other ones", _REPLACED_GRADER),
    "no-room": _patch("all modules of `grader` are other ones: nothing answers the tests", _NO_ROOM),
    "import-hook": _patch("whatever of `grader` is imported later is another one", _IMPORT_HOOK),
}
"""Attacks by id."""
