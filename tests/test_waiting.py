"""Tests wait for the last cell only where no cell can change what an earlier one's functions do."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grader.reference import solutions_directory
from grader.rooms.waiting import tests_can_wait as can_wait

OURS = {"%matplotlib inline\nimport numpy as np"}


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
    assert can_wait([IMPORTS, F, TEST, *more, TEST], OURS) is waits


def test_what_a_test_cell_defines_does_not_count():
    """Test cells run elsewhere: their names are not the student's."""
    assert can_wait([F, TEST, TEST], OURS)


def test_cells_of_ours_before_the_first_answer_may_do_anything():
    """What they set up is there for every test; after an answer the same cell keeps tests in their place."""
    sets_up = new_code_cell("import numpy as np\n\nnp.seterr(all='raise')")
    assert can_wait([sets_up, F, TEST], {sets_up.source})
    assert not can_wait([F, sets_up, TEST], {sets_up.source})
    assert not can_wait([sets_up, answer("def np(x):\n    return x"), TEST], {sets_up.source})


@pytest.mark.parametrize("number", [0, 1])
def test_the_tests_of_our_notebooks_wait(number):
    """The references need one fork a notebook."""
    path = sorted(solutions_directory().glob("*.ipynb"))[number]
    cells = nbformat.read(path, as_version=4).cells
    ours = {cell.source for cell in cells if "nbgrader" not in cell.metadata}
    left_out = {"picture", "example", "real-data"}
    code = [c for c in cells if c.cell_type == "code" and not left_out & set(c.metadata.get("tags", ()))]
    assert can_wait(code, ours)
