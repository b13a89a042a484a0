"""The feedback page shows the check's words and no hidden source, tracebacks included."""

import nbformat
import pytest

from grader.feedback import HideHiddenTests

HIDDEN = "# Hidden: other numbers.\n### BEGIN HIDDEN TESTS\ncheck(seed=4711)\n### END HIDDEN TESTS"
TRACEBACK = ["Cell In[1]", "----> 1 check(seed=4711)"]


def cleaned(source, ename, evalue):
    """Return the cell and its error after the preprocessor."""
    error = nbformat.v4.new_output("error", ename=ename, evalue=evalue, traceback=TRACEBACK)
    cell = nbformat.v4.new_code_cell(source, outputs=[error])
    cell, _ = HideHiddenTests().preprocess_cell(cell, {}, 0)
    return cell, cell.outputs[0]


@pytest.mark.parametrize(
    ("ename", "evalue", "kept"),
    [
        ("CheckFailed", "f: the sum\n  likely cause it is not divided", "it is not divided"),
        ("NameError", "name 'f' is not defined", "name 'f' is not defined"),
        ("ValueError", "4711 is bad", "ValueError"),
    ],
)
def test_hidden_cell_keeps_words_without_source(ename, evalue, kept):
    """The check's message stays; source, seed and traceback lines go."""
    cell, error = cleaned(HIDDEN, ename, evalue)
    assert kept in "\n".join(error.traceback)
    assert "4711" not in cell.source + "\n".join(error.traceback) + error.evalue
    assert cell.source.startswith("# Hidden: other numbers.")


def test_hidden_cell_keeps_only_the_checks_own_lines():
    """What a student's function displayed or printed while hidden inputs went through it is dropped."""
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="got 4711\nRight: the sum.\n"),
        nbformat.v4.new_output("stream", name="stderr", text="INFO 4711\n"),
        nbformat.v4.new_output("display_data", data={"text/plain": "4711"}),
    ]
    cell = nbformat.v4.new_code_cell(HIDDEN, outputs=outputs)
    cell, _ = HideHiddenTests().preprocess_cell(cell, {}, 0)
    assert [output.text for output in cell.outputs] == ["Right: the sum.\n"]


def test_broken_check_is_no_fault_of_the_student():
    """A check whose reference and oracle disagree says whom to ask."""
    assert "not your fault" in cleaned(HIDDEN, "CheckError", "4711")[1].traceback[0]


def test_visible_cell_stays_as_it_is():
    """A cell without hidden tests keeps source and traceback."""
    cell, error = cleaned("f(1)", "ValueError", "bad")
    assert (cell.source, error.traceback) == ("f(1)", TRACEBACK)
