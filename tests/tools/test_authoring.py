"""From the authored source to a notebook: marks become nbgrader's metadata, ids are stable."""

import pytest

from tools.course.authoring import notebook_from_source

SOURCE = """\
# %% [markdown]
# # Title

# %% id="imports"
import math

# %% grade_id="twice"
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% grade_id="twice__visible" points=0.5
assert twice(1) == 2

# %% tags=["picture"]
print(math.pi)

# %% [markdown] grade_id="essay" points=4
# YOUR ANSWER
"""


def test_marks_become_nbgraders_metadata():
    """A grade id makes a solution cell; a part and points make a locked test cell; text is graded by hand."""
    cells = {cell.id: cell for cell in notebook_from_source(SOURCE).cells}
    marks = {name: cell.metadata.get("nbgrader") for name, cell in cells.items()}
    kinds = {name: (m["grade"], m["solution"], m["locked"]) for name, m in marks.items() if m}
    assert kinds == {
        "twice": (False, True, False),
        "twice__visible": (True, False, True),
        "essay": (True, True, False),
    }
    assert marks["twice__visible"]["points"] == 0.5
    assert "points" not in marks["twice"]


def test_ids_are_given_names_or_hashes_and_repeat():
    """Two conversions give the same ids; editing one cell changes no other cell's id."""
    ids = [cell.id for cell in notebook_from_source(SOURCE).cells]
    assert ids == [cell.id for cell in notebook_from_source(SOURCE).cells]
    edited = [cell.id for cell in notebook_from_source(SOURCE.replace("# # Title", "# # Other")).cells]
    assert ids[0] != edited[0]
    assert ids[1:] == edited[1:]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('grade_id="twice__visible" points=0.5', 'grade_id="twice" points=0.5', "test cell is named"),
        ('grade_id="twice__visible" points=0.5', 'grade_id="twice__visible"', "test cell is named"),
        ('tags=["picture"]', "points=3", "points without a grade_id"),
        ('tags=["picture"]', 'grad_id="x"', "not understood"),
        ('id="imports"', 'id="twice"', "two cells have the id"),
    ],
)
def test_a_wrong_header_is_said(old, new, says):
    """A mark that is misspelt, missing or doubled is an error that names it."""
    with pytest.raises(ValueError, match=says):
        notebook_from_source(SOURCE.replace(old, new))
