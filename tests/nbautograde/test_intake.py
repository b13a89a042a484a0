"""A notebook as it was handed in: what tools did to it is mended, the rest is named by the cell's number."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nbautograde.course.intake import NotANotebook, notebook_of

HALF = "\ud83d"
SECRET = "my own words"


def handed_in():
    """Return the JSON of a notebook of three cells, the second one with code that has run."""
    cells = [
        new_markdown_cell("# Title", id="a"),
        new_code_cell("x = 1\nx", id="b"),
        new_markdown_cell(id="c"),
    ]
    return copy.deepcopy(json.loads(nbformat.writes(new_notebook(cells=cells))))


def changed(where, value):
    """Return that notebook with another value at a path of keys."""
    told = place = handed_in()
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    return json.dumps(told).encode()


def nested(levels):
    """Return lists in each other."""
    found = []
    for _ in range(levels):
        found = [found]
    return found


def output(text):
    """Return a stream's output."""
    return {"output_type": "stream", "name": "stdout", "text": text}


CELL = ("cells", 1)
BY_TOOLS = {
    "a count that is a text": ((*CELL, "execution_count"), "seven"),
    "a count that is a fraction": ((*CELL, "execution_count"), 1.5),
    "a negative count": ((*CELL, "execution_count"), -1),
    "a huge count": ((*CELL, "execution_count"), 10**4000),
    "no number": ((*CELL, "execution_count"), float("nan")),
    "a count that is a list": ((*CELL, "execution_count"), [1]),
    "outputs that are no list": ((*CELL, "outputs"), {"0": 1}),
    "no outputs": ((*CELL, "outputs"), None),
    "an output that is a number": ((*CELL, "outputs"), [3]),
    "half a character in an output": ((*CELL, "outputs"), [output(HALF)]),
    "deep outputs": ((*CELL, "outputs"), [{**output(""), "metadata": nested(300)}]),
    "half a character in an id": ((*CELL, "id"), HALF),
    "another cell's id": ((*CELL, "id"), "a"),
    "an id that is a number": ((*CELL, "id"), 3),
    "half a character in metadata": ((*CELL, "metadata"), {HALF: [HALF], "tags": [HALF]}),
    "metadata that are a list": ((*CELL, "metadata"), [1]),
    "deep metadata": ((*CELL, "metadata"), {"x": nested(300)}),
    "tags that are a number": ((*CELL, "metadata"), {"tags": 3, "name": ""}),
    "a key that no cell has": ((*CELL, "prompt"), 3),
    "the notebook's own metadata": (("metadata",), {"kernelspec": HALF, "authors": 1}),
    "no metadata": (("metadata",), None),
    "a format in quotes": (("nbformat",), "4"),
    "a format of another kind": (("nbformat",), 1),
    "an odd minor format": (("nbformat_minor",), "x"),
    "a later minor format": (("nbformat_minor",), 99),
    "lines in a list": ((*CELL, "source"), ["x = 1\n", "x"]),
    "CRLF": ((*CELL, "source"), "x = 1\r\nx"),
    "CR": ((*CELL, "source"), "x = 1\rx"),
}


@pytest.mark.parametrize("what", BY_TOOLS)
def test_what_tools_do_is_mended(what):
    """Each cell keeps its text; the notebook is valid, of format 4, and can be written and read again."""
    notebook = notebook_of(changed(*BY_TOOLS[what]))
    assert [cell.source for cell in notebook.cells] == ["# Title", "x = 1\nx", ""]
    nbformat.validate(json.loads(json.dumps(notebook)))
    assert nbformat.reads(nbformat.writes(notebook).encode().decode(), as_version=4) == notebook
    assert (notebook.cells[1].outputs, notebook.cells[1].execution_count) == ([], None)


def test_numbers_that_python_does_not_read():
    """It refuses those with more than 4,300 digits."""
    told = changed((*CELL, "execution_count"), 7).replace(
        b'"execution_count": 7', b'"execution_count": ' + b"7" * 9999
    )
    assert notebook_of(told).cells[1].source == "x = 1\nx"


def test_a_mark_survives_odd_metadata_beside_it():
    """A cell is graded by nbgrader's mark."""
    notebook = notebook_of(changed((*CELL, "metadata"), {"tags": 3, "nbgrader": {"grade_id": "twice"}}))
    assert notebook.cells[1].metadata == {"nbgrader": {"grade_id": "twice"}}


def test_two_halves_of_a_character_in_two_strings_are_one():
    """The lines of a cell's list are one text."""
    told = changed((*CELL, "source"), ["'\ud83d", "\ude00'"])
    assert notebook_of(told).cells[1].source == "'\U0001f600'"


PICTURE = {"a.png": {"image/png": "AA=="}}
BY_NOBODY = {
    "half a character": ((*CELL, "source"), f"{SECRET} {HALF}", "cell 2 holds text that is no Unicode"),
    "half a character in a line": ((*CELL, "source"), ["x", HALF], "cell 2 holds text that is no Unicode"),
    "halves in the wrong order": ((*CELL, "source"), "\ude00\ud83d", "cell 2 holds text that is no Unicode"),
    "numbers for lines": ((*CELL, "source"), [SECRET, 1], "cell 2 holds something else than text"),
    "an object for text": ((*CELL, "source"), {SECRET: 1}, "cell 2 holds something else than text"),
    "a cell that is a text": (CELL, SECRET, "cell 2 is no code, text or raw cell"),
    "a cell of another type": ((*CELL, "cell_type"), SECRET, "cell 2 is no code, text or raw cell"),
    "a picture's name": (("cells", 2, "attachments"), {HALF: {}}, "cell 3 holds text that is no Unicode"),
    "pictures in a list": (("cells", 2, "attachments"), [1], "cell 3 has attachments that cannot be read"),
    "deep pictures": (
        ("cells", 2, "attachments"),
        {"a": {"application/json": nested(300)}},
        "cell 3 has attachments that cannot be read",
    ),
    "cells that are none": (("cells",), {SECRET: 1}, "it has no list of cells"),
    "a later format": (("nbformat",), 5, "it is of a later format than 4"),
}


@pytest.mark.parametrize("what", BY_NOBODY)
def test_what_cannot_be_mended_is_one_line(what):
    """It names the cell by its number and quotes nothing."""
    where, value, says = BY_NOBODY[what]
    with pytest.raises(NotANotebook) as caught:
        notebook_of(changed(where, value))
    assert str(caught.value).startswith(says)
    assert SECRET not in str(caught.value)


def test_pictures_in_a_text_stay():
    """They are part of an answer."""
    told = changed(("cells", 2, "attachments"), PICTURE)
    assert notebook_of(told).cells[2].attachments == PICTURE


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n", b"\n\n"])
def test_byte_order_mark(start):
    """Some editors put it before UTF-8."""
    assert notebook_of(start + changed((*CELL, "source"), "'ä'")).cells[1].source == "'ä'"


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("utf-16", "it was saved as UTF-16"),
        ("utf-16-le", "it was saved as UTF-16"),
        ("utf-16-be", "it was saved as UTF-16"),
        ("utf-32", "it was saved as UTF-32"),
        ("latin-1", "line 3 is no UTF-8: it was saved in another encoding, such as Latin-1"),
        ("cp1252", "line 3 is no UTF-8: it was saved in another encoding, such as Latin-1"),
    ],
)
def test_other_encodings(encoding, says):
    """It is said how the file was saved, and how it should be."""
    with pytest.raises(NotANotebook) as caught:
        notebook_of('{"cells": [\n\n"Ä"]}'.encode(encoding))
    assert str(caught.value).startswith(says)
    assert str(caught.value).endswith("save it again as UTF-8")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"PK\x03\x04 and more", "it is a zip archive"),
        (b"<!DOCTYPE html>", "it is a web page or XML"),
        (b'{"cells": [\n\n}', "it is no JSON from line 3 on"),
        (b"[1]", "it is JSON, but no notebook"),
        (b"7", "it is JSON, but no notebook"),
        (b"{}", "it has no list of cells"),
        (
            b'{"nbformat": 3, "worksheets": 7}',
            "it cannot be read as a notebook of the old format that it names",
        ),
        (b"[" * 100_000, "its parts stand in each other too deeply"),
    ],
)
def test_other_files(content, says):
    """What they are is said."""
    with pytest.raises(NotANotebook) as caught:
        notebook_of(content)
    assert str(caught.value) == says


def test_old_notebooks_are_read():
    """Format 3 has its cells elsewhere."""
    cell = {"cell_type": "code", "input": "x = 1\r\nx", "language": "python", "outputs": [], "metadata": {}}
    told = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    assert [cell.source for cell in notebook_of(json.dumps(told).encode()).cells] == ["x = 1\nx"]


def test_the_last_of_two_equal_keys_counts():
    """As it does in Jupyter."""
    told = changed((*CELL, "source"), "y").replace(b'"source": "y"', b'"source": 3, "source": "y"')
    assert notebook_of(told).cells[1].source == "y"
