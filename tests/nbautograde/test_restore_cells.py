"""Whatever becomes of the test cells, grading has each of them once, as it was released."""

import copy
import json

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import compute_checksum

from nbautograde.course.source_cells import SourceCell, source_cells, source_kernelspec
from nbautograde.events import STATUSES, events_of, worst
from nbautograde.grades.grades import open_gradebook
from nbautograde.preprocessors.restore_cells import RestoreCells
from tools.practical1 import ASSIGNMENT

HIDDEN = "assert twice(1) == 2\n### BEGIN HIDDEN TESTS\nassert twice(3) == 6\n### END HIDDEN TESTS"


def source(name, text, cell_type="code", grade=False, solution=False, locked=False, points=0.0):
    """Return a marked cell of the assignment."""
    return SourceCell(name, cell_type, text, f"sum of {name}", locked, grade, solution, points)


TRUE = [
    source("intro", "Read this.", "markdown", locked=True),
    source("twice", "def twice(x):\n    return 2 * x", solution=True),
    source("twice__visible", "assert twice(2) == 4", grade=True, locked=True, points=1.0),
    source("twice__hidden", HIDDEN, grade=True, locked=True, points=2.5),
    source("half", "def half(x):\n    return x / 2", solution=True),
    source("half__visible", "assert half(2) == 1", grade=True, locked=True, points=1.0),
    source("reflection", "Say why.", "markdown", grade=True, solution=True, points=4.0),
]
GRADED = {cell.name: cell for cell in TRUE if cell.grade}
TESTS = {name: cell for name, cell in GRADED.items() if cell.locked}


class Restore(RestoreCells):
    """The preprocessor without a gradebook."""

    def _source(self, about):
        return TRUE


def released():
    """Return the notebook as students get it."""
    make = {"code": new_code_cell, "markdown": new_markdown_cell}
    texts = {"twice__hidden": "assert twice(1) == 2"}
    return new_notebook(
        cells=[new_code_cell("import math")]
        + [
            make[true.cell_type](
                texts.get(true.name, true.source), id=true.name, metadata={"nbgrader": true.mark()}
            )
            for true in TRUE
        ]
    )


def restored(notebook):
    """Return the notebook after restoring."""
    restored, _ = Restore().preprocess(notebook, {"nbgrader": {}})
    return restored


def find(notebook, name):
    """Return the position of a cell in the released notebook."""
    return next(i for i, cell in enumerate(notebook.cells) if cell.get("id") == name)


def check(notebook):
    """Assert what holds of every restored notebook, and return its status."""
    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    names = [cell.metadata["nbgrader"]["grade_id"] for cell in marked]
    assert len(set(names)) == len(names)
    assert set(GRADED) <= set(names) <= {cell.name for cell in TRUE}
    for cell in marked:
        (true,) = [true for true in TRUE if true.name == cell.metadata["nbgrader"]["grade_id"]]
        assert cell.metadata["nbgrader"] == true.mark()
        assert cell.cell_type == true.cell_type
        if true.locked:
            assert cell.source == true.source
            assert "tags" not in cell.metadata
    whole = new_notebook(cells=[{**cell, "id": f"cell-{i}"} for i, cell in enumerate(marked)])
    nbformat.validate(json.loads(json.dumps(whole)))
    assert {status for status, _ in events_of(notebook)} <= set(STATUSES)
    return worst(events_of(notebook))


MARKS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=5),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(
        st.sampled_from(["grade_id", "grade", "solution", "locked", "points", "task", "cell_type"]),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-50, 50),
            st.sampled_from([*GRADED, "twice", "intro", "fake", "", "../x"]),
            st.lists(st.integers(), max_size=2),
            st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
        ),
    ),
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["delete", "copy", "move", "mark", "retag", "edit", "retype", "add", "unmark"]),
        st.integers(0, 20),
        st.integers(0, 20),
        MARKS,
    ),
    max_size=8,
)


def change(notebook, what, where, other, mark):
    """Change one cell of a notebook as a student might."""
    cells = notebook.cells
    if what == "add" or not cells:
        cells.insert(other % (len(cells) + 1), new_code_cell("1", metadata={"nbgrader": mark}))
        return
    where, other = where % len(cells), other % len(cells)
    cell = cells[where]
    if what == "delete":
        del cells[where]
    elif what == "copy":
        cells.insert(other, copy.deepcopy(cell))
    elif what == "move":
        cells.insert(other, cells.pop(where))
    elif what == "mark":
        cell.metadata["nbgrader"] = mark
    elif what == "unmark":
        cell.metadata.pop("nbgrader", None)
    elif what == "retag":
        cell.metadata["tags"] = ["skip-execution"]
    elif what == "edit":
        cell.source = "pass"
    elif cell.cell_type == "code":
        cell.cell_type, cell.attachments = "markdown", {"a.png": {"image/png": ""}}
    else:
        cell.cell_type, cell.outputs = "code", [new_output("stream", text="12")]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(CHANGES)
@example([("mark", 3, 0, [])])
@example([("mark", 3, 0, {"grade_id": ["twice__visible"]})])
@example([("delete", 0, 0, None)] * 8)
def test_every_graded_cell_is_there_once_as_released(changes):
    """After any changes each graded cell stands once, with its mark, type and, where locked, its text."""
    notebook = released()
    for step in changes:
        change(notebook, *step)
    check(restored(notebook))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(CHANGES)
def test_restoring_twice_is_restoring_once(changes):
    """A restored notebook is left as it is, and nothing is reported of it."""
    notebook = released()
    for step in changes:
        change(notebook, *step)
    once = restored(notebook)
    cells = copy.deepcopy(once.cells)
    twice = restored(once)
    assert twice.cells == cells
    assert events_of(twice) == []


def test_nothing_is_reported_of_honest_work():
    """Answers, a text of one's own, new cells and another order are no events; the answers stay."""
    notebook = released()
    notebook.cells[find(notebook, "twice")].source = "def twice(x):\n    return x + x"
    notebook.cells[find(notebook, "reflection")].source = "Because."
    notebook.cells.insert(2, new_code_cell("a note", metadata={"tags": ["mine"]}))
    notebook.cells.append(notebook.cells.pop(find(notebook, "half__visible")))
    after = restored(notebook)
    assert check(after) == "graded"
    assert after.cells[find(after, "twice")].source == "def twice(x):\n    return x + x"
    assert after.cells[find(after, "reflection")].source == "Because."
    assert after.cells[2].metadata == {"tags": ["mine"]}


@pytest.mark.parametrize("name", TESTS)
def test_a_deleted_test_comes_back_behind_its_answer(name):
    """It stands where the assignment has it, so that the function it tests is defined."""
    notebook = released()
    del notebook.cells[find(notebook, name)]
    after = restored(notebook)
    assert check(after) == "tests deleted"
    order = [c.metadata["nbgrader"]["grade_id"] for c in after.cells if "nbgrader" in c.metadata]
    assert order == [cell.name for cell in TRUE]


def test_two_deleted_tests_come_back_in_their_places():
    """The first one's return does not shift the second one's place."""
    notebook = released()
    for name in ("twice__visible", "half__visible"):
        del notebook.cells[find(notebook, name)]
    after = restored(notebook)
    check(after)
    order = [c.metadata["nbgrader"]["grade_id"] for c in after.cells if "nbgrader" in c.metadata]
    assert order == [cell.name for cell in TRUE]


def test_all_cells_deleted():
    """An empty notebook gets every graded cell."""
    after = restored(new_notebook())
    assert check(after) == "tests deleted"
    assert [cell.metadata["nbgrader"]["grade_id"] for cell in after.cells] == list(GRADED)


def test_a_second_copy_loses_its_mark_and_the_last_one_counts():
    """A pasted test is reported and stays as a cell; of a pasted answer the last one counts, unreported."""
    notebook = released()
    place = find(notebook, "twice__visible")
    first = copy.deepcopy(notebook.cells[place])
    first.id, first.source = "pasted", "pass"
    notebook.cells.insert(place, first)
    after = restored(notebook)
    assert check(after) == "tests duplicated"
    assert after.cells[place].source == "pass"
    assert "nbgrader" not in after.cells[place].metadata

    notebook = released()
    again = copy.deepcopy(notebook.cells[find(notebook, "twice")])
    again.id, again.source = "pasted", "def twice(x):\n    return 3 * x"
    notebook.cells.insert(find(notebook, "twice") + 1, again)
    after = restored(notebook)
    assert check(after) == "graded"
    (answer,) = [c for c in after.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "twice"]
    assert answer.source == again.source


@pytest.mark.parametrize(
    "mark",
    [
        {"grade": False},
        {"solution": True, "locked": False},
        {"grade": None},
    ],
)
def test_retagged(mark):
    """A test marked as not graded or as an answer is graded all the same, and reported."""
    notebook = released()
    notebook.cells[find(notebook, "twice__visible")].metadata["nbgrader"].update(mark)
    assert check(restored(notebook)) == "tests retagged"


def test_tagged_and_of_another_type():
    """A tag that would skip a test goes; a test that was made a text is code again."""
    notebook = released()
    notebook.cells[find(notebook, "twice__visible")].metadata["tags"] = ["skip-execution"]
    assert check(restored(notebook)) == "tests retagged"
    notebook = released()
    change(notebook, "retype", find(notebook, "twice__hidden"), 0, None)
    assert check(restored(notebook)) == "tests retagged"
    notebook = released()
    change(notebook, "retype", find(notebook, "reflection"), 0, None)
    assert check(restored(notebook)) == "graded"


@pytest.mark.parametrize("points", [50, -1, None, "2"])
def test_points_are_the_assignments(points):
    """Other points are reported and do not count."""
    notebook = released()
    notebook.cells[find(notebook, "twice__hidden")].metadata["nbgrader"]["points"] = points
    assert check(restored(notebook)) == "tests edited"


def test_edited_test():
    """Another text is reported; the released one and the one with its hidden tests are not."""
    notebook = released()
    notebook.cells[find(notebook, "twice__visible")].source += "\n"
    notebook.cells[find(notebook, "twice__hidden")].source = HIDDEN
    assert check(restored(notebook)) == "graded"
    notebook = released()
    notebook.cells[find(notebook, "twice__hidden")].source = "pass"
    assert check(restored(notebook)) == "tests edited"


@pytest.mark.parametrize("mark", [[], "x", 3, None, {}, {"grade_id": ["twice"]}, {"grade_id": {"a": 1}}])
def test_marks_of_no_sense_are_taken_out(mark):
    """A mark that nbgrader cannot read stands for none; the cell under it is a student's."""
    notebook = released()
    notebook.cells.append(new_code_cell("1", metadata={"nbgrader": mark}))
    after = restored(notebook)
    assert check(after) == "graded"
    assert "nbgrader" not in after.cells[-1].metadata


def test_a_graded_cell_of_ones_own_gives_no_points():
    """A graded cell that the assignment does not have is reported, and is none."""
    notebook = released()
    mark = {**TRUE[2].mark(), "grade_id": "bonus", "points": 90}
    notebook.cells.append(new_code_cell("pass", metadata={"nbgrader": mark}))
    assert check(restored(notebook)) == "tests edited"


def test_events_of_the_students_own_are_forgotten():
    """What a notebook says about itself when it comes in does not count."""
    notebook = released()
    notebook.metadata["nbautograde"] = {"events": [["kernel died", "not my fault"]]}
    assert events_of(restored(notebook)) == []


def test_source_cells_are_the_gradebooks(tiny):
    """Names, marks, points and texts with hidden tests come from the gradebook, and fit nbgrader's sums."""
    with open_gradebook(tiny) as gradebook:
        cells = {cell.name: cell for cell in source_cells(gradebook, "tiny", ASSIGNMENT)}
        assert source_kernelspec(gradebook, "tiny", ASSIGNMENT)["name"] == "python3"
    assert list(cells) == ["twice", "twice__visible", "twice__hidden", "half", "half__visible", "reflection"]
    assert "assert twice(3) == 6" in cells["twice__hidden"].source
    assert (cells["twice__hidden"].points, cells["twice"].points) == (2.0, 0.0)
    for true in cells.values():
        cell = new_code_cell(true.source) if true.cell_type == "code" else new_markdown_cell(true.source)
        cell.metadata["nbgrader"] = true.mark()
        assert compute_checksum(cell) == true.checksum
