"""What a code cell is and holds, where IPython runs it otherwise than Python reads it."""

import ast

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nbautograde.course.assignment import _imports
from nbautograde.course.cell_code import defined_functions, is_hidden, is_test, names_in, tree_without_magics
from nbautograde.course.source_cells import SourceCell
from nbautograde.preprocessors.execute_isolated import student_names

HIDDEN = "### BEGIN HIDDEN TESTS\nassert f(2)\n### END HIDDEN TESTS"


def marked(source, make=new_code_cell, **mark):
    """Return a marked cell."""
    return make(source, metadata={"nbgrader": {"grade": False, "solution": False, **mark}})


@pytest.mark.parametrize(
    ("cell", "test", "hidden"),
    [
        (marked("assert f(1)", grade=True), True, False),
        (marked(HIDDEN, grade=True), True, True),
        (marked(HIDDEN, locked=True), True, True),
        (marked("x = 1", locked=True), False, False),
        (marked("x = 1", grade=True, solution=True), False, False),
        (marked(HIDDEN, grade=True, solution=True), False, False),
        (marked(HIDDEN, solution=True), False, False),
        (marked("Say why.", new_markdown_cell, grade=True, solution=True), False, False),
        (marked(HIDDEN, new_markdown_cell, task=True), False, False),
        (new_code_cell(HIDDEN), False, False),
    ],
)
def test_only_what_is_ours_is_a_test_and_only_there_a_region_is_hidden(cell, test, hidden):
    """A code cell that a person grades holds the student's text; so does a cell without a mark."""
    assert (is_test(cell), is_hidden(cell)) == (test, hidden)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(x):\n    return x", {"f"}),
        ("%%time\ndef f(x):\n    return x", {"f"}),
        ("%matplotlib inline\ndef f(x):\n    !ls\n    return x", {"f"}),
        ("def f(x):\n    return ____ +\n\n\ndef g(x): ...", {"f", "g"}),
        ("%%bash\nls", set()),
        ("f = 1", set()),
    ],
)
def test_functions_of_a_released_answer_are_found(source, names):
    """Below a magic too, and where a gap leaves no Python."""
    assert defined_functions(source) == names
    cells = [SourceCell("f", "code", source, "", False, False, True, 0.0)]
    assert student_names(cells) == names


def test_magics_are_taken_out_of_a_test_and_python_below_them_stays():
    """What is left is plain Python that needs no IPython."""
    tree = tree_without_magics("%%time\n%matplotlib inline\nassert f(1) == (3\n% 2)\n!ls")
    assert [type(statement) for statement in tree.body] == [ast.Pass, ast.Assert, ast.Pass]
    assert names_in("%%time\nassert f(1)") == {"f"}
    assert "f" in names_in("assert f(1")


def test_what_notebooks_import_is_found_below_magics():
    """An answer that is no Python costs nothing but its own imports."""
    sources = ("%%time\nimport numpy", "%pylab\nimport torch", "def f(:")
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    assert _imports([nbformat.writes(notebook).encode()]) == ("numpy", "torch")
