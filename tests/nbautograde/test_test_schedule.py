"""Tests wait for the last cell only where no cell can change what an earlier one's functions do."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from course_checks.solutions import solutions_directory
from nbautograde.isolated_tests.test_schedule import tests_can_wait as can_wait

OWN = {"%matplotlib inline\nimport numpy as np"}


def answer(source):
    """Return a solution cell."""
    return new_code_cell(source, metadata={"nbgrader": {"solution": True, "grade": False}})


TEST = new_code_cell("f = None", metadata={"nbgrader": {"grade": True, "solution": False}})
IMPORTS = new_code_cell("%matplotlib inline\nimport numpy as np")
F = answer("def f(x):\n    return x")


@pytest.mark.parametrize(
    ("more", "waits"),
    [
        ([answer("import math\n\nLIMIT = math.pi\n\n\ndef g(x):\n    return f(x)")], True),
        ([answer("import numpy as np\n\n\ndef g(x):\n    return np.sum(x)")], True),
        ([answer("def g(x):\n    return x\n\n\ndef g(x):\n    return x + 1")], True),
        ([answer("def broken(:")], True),
        ([answer("'only words'")], True),
        ([answer("def f(x):\n    return 2 * x")], False),
        ([answer("f = abs")], False),
        ([answer("from math import sin as f")], False),
        ([answer("import torch as np")], False),
        ([answer("def g(x):\n    return x\n\n\nnp.random.seed(0)")], False),
        ([answer("f.calls = 0")], False),
        ([answer("f, g = abs, abs")], False),
        ([answer("x: int = 1")], False),
        ([answer("for i in range(3):\n    pass")], False),
        ([answer("del f")], False),
        ([new_code_cell("x = 1")], False),
        ([new_code_cell("%matplotlib inline\nimport numpy as np\n")], False),
    ],
)
def test_tests_wait_only_behind_answers_that_import_and_define(more, waits):
    """An added cell, a rebound name, a call or anything else in an answer keeps tests in their place."""
    assert can_wait([IMPORTS, F, TEST, *more, TEST], OWN) is waits


def test_what_a_test_cell_defines_does_not_count():
    """Test cells run elsewhere: their names are not the student's."""
    assert can_wait([F, TEST, TEST], OWN)


def test_cells_of_ours_before_the_first_answer_may_do_anything():
    """What they set up is there for every test; after an answer the same cell keeps tests in their place."""
    sets_up = new_code_cell("import numpy as np\n\nnp.seterr(all='raise')")
    assert can_wait([sets_up, F, TEST], {sets_up.source})
    assert not can_wait([F, sets_up, TEST], {sets_up.source})
    assert not can_wait([sets_up, answer("def np(x):\n    return x"), TEST], {sets_up.source})


@pytest.mark.parametrize("number", [0, 1])
def test_the_tests_of_our_notebooks_wait(number):
    """The references need one fork a notebook."""
    path = sorted(solutions_directory().glob("*/*.ipynb"))[number]
    cells = nbformat.read(path, as_version=4).cells
    own = {cell.source for cell in cells if "nbgrader" not in cell.metadata}
    left_out = {"picture", "example", "real-data"}
    code = [c for c in cells if c.cell_type == "code" and not left_out & set(c.metadata.get("tags", ()))]
    assert can_wait(code, own)


@pytest.mark.parametrize(
    "source",
    [
        "%%time\ndef f(x):\n    return 2 * x",
        "%%timeit -n1 -r1\ndef g(x):\n    return 2 * x",
        "\n%%capture\ndef f(x):\n    return 2 * x",
        "%%writefile g.py\ndef g(x):\n    return x",
        "def g(x):\n    return x\n\n\n%reset -f",
        "%run other.py",
        "%load_ext autoreload\n%autoreload 2",
        "%matplotlib inline\n\n\ndef g(x):\n    return x",
        "def g(x):\n    return x\n\n\nf?",
        "?f",
        "f??",
        "!touch here",
        "files = !ls",
        "t = %timeit -o f(1)",
        ">>> def f(x):\n...     return 2 * x",
        "In [1]: f = abs",
        "    def f(x):\n        return 2 * x",
        "reset -f",
        "run other.py",
        "/print 1",
        "get_ipython().push({'f': abs})",
        "h = get_ipython().run_line_magic",
        "%x\n" * 10_000,
    ],
)
def test_tests_stand_where_ipython_makes_something_else_of_an_answer(source):
    """A magic, a command, a question, a prompt or an indent: what runs is not what stands there."""
    assert not can_wait([IMPORTS, F, TEST, answer(source), TEST], OWN)


@pytest.mark.parametrize(
    "source",
    [
        "def g(x:\n    return x",
        "%%time def g(:\n",
        "x = 'a\nb'",
        "\x00",
        "(" * 300,
        "def g(x):\n\treturn x\n        return 1",
    ],
)
def test_text_that_is_no_python_is_no_reason_to_crash(source):
    """Whatever IPython's own reader makes of it, there is an answer."""
    assert can_wait([IMPORTS, F, TEST, answer(source), TEST], OWN) in (True, False)


def test_a_percent_sign_in_an_expression_is_no_magic():
    """A line may begin with the operator, in brackets or in a text."""
    source = 'def g(x):\n    """\n    %time\n    !ls\n    """\n    return (x\n% 2)'
    assert can_wait([IMPORTS, F, TEST, answer(source), TEST], OWN)


def test_a_code_cell_that_a_person_grades_is_an_answer():
    """It runs in the student's kernel: where it does more than define, tests keep their place."""
    essay = {"nbgrader": {"solution": True, "grade": True}}
    assert can_wait([F, TEST, new_code_cell("def g(x):\n    return x", metadata=essay)], OWN)
    assert not can_wait([F, TEST, new_code_cell("f = abs", metadata=essay)], OWN)
