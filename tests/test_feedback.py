"""The feedback page shows the check's words and no hidden source, tracebacks included."""

import nbformat
import pytest

from grader.events import report, start_events
from grader.feedback import HideHiddenTests, TellStatus

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
        ("KernelDied", "This cell ended its kernel.", "ended its kernel"),
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


def test_what_happened_stands_at_the_top():
    """A page says the worst that happened and each event; where nothing did, it has no such cell."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    start_events(notebook)
    assert len(TellStatus().preprocess(notebook, {})[0].cells) == 1
    report(notebook, "timed out", "kde__hidden was stopped after 5 s.")
    report(notebook, "kernel died", "bic__hidden ended its kernel.")
    notebook, _ = TellStatus().preprocess(notebook, {})
    told = notebook.cells[0].source
    assert told.startswith("**Status: kernel died.**")
    assert "kde__hidden was stopped" in told
    assert "bic__hidden ended" in told
