"""What hidden tests hand to a student's function reaches nothing that a student reads, whatever it does."""

import nbformat
import pytest
from graded_class import Class
from tiny_course import NOTEBOOK, graded_by, graded_notebook, hand_in, release, write_course

from nbautograde.grades.grades import open_gradebook
from nbautograde.sandbox import available
from tools.practical1 import ASSIGNMENT

INPUT = "271828"
"""What the hidden test of the first exercise calls its function with."""

_KEEPS = "def twice(x):\n    {}\n    return 2 * x\n"
_TELLS = "def half(x):\n    {}\n    return x / 2\n"
_WRITES = "\n    ".join(
    [
        "import os, pathlib",
        "for place in ('.', '/tmp', '/dev/shm', os.path.expanduser('~')):",
        "    try:",
        "        pathlib.Path(place, f'kept-{x}').write_text(str(x))",
        "    except OSError:",
        "        pass",
    ]
)
_SAYS = "raise type('{}', ({},), {{}})(f'f: {{x}}\\n  likely cause {{x}}')"

LEAKS = {
    "a global, told by an exception": {
        "twice": "kept = []\n\n\n" + _KEEPS.format("kept.append(x)"),
        "half": _TELLS.format("raise ValueError(str(kept))"),
    },
    "a module, told by an exception, where tests cannot wait": {
        "twice": "import math\n\nmath.kept = []\n\n\n" + _KEEPS.format("math.kept.append(x)"),
        "half": "print('I call something')\n\n\n" + _TELLS.format("raise ValueError(str(math.kept))"),
    },
    "a type's name": {
        "twice": "kept = []\n\n\n" + _KEEPS.format("kept.append(x)"),
        "half": _TELLS.format("raise type('x' + '_'.join(map(str, kept)), (Exception,), {})"),
    },
    "files, told by an exception": {
        "twice": _KEEPS.format(_WRITES),
        "half": "import glob\n\n\n"
        + _TELLS.format(
            "raise ValueError(str([glob.glob(p + '/kept*') for p in ('.', '/tmp', '/dev/shm')]))"
        ),
    },
    "files, printed by a later cell": {
        "twice": _KEEPS.format(_WRITES),
        "half": "import glob\n\nprint([glob.glob(p + '/kept*') for p in ('.', '/tmp', '/dev/shm')])\n"
        + _TELLS.format("pass"),
    },
    **{
        f"an exception called {name}": {"twice": _KEEPS.format(_SAYS.format(name, "ValueError"))}
        for name in ("CheckFailed", "CheckError", "KernelDied", "NotRun")
    },
    "an exception like a missing name": {"twice": _KEEPS.format("raise NameError(str(x))")},
    "a forged reply": {
        "twice": "import nbautograde.isolated_tests.student_server as there\n\nkept = []\n\n\n"
        "def forged(self, names):\n    return {'error': ValueError(str(kept))}\n\n\n"
        "there._Server._do_defined = forged\n\n\n" + _KEEPS.format("kept.append(x)")
    },
    "the cell that ends its kernel": {
        "twice": _KEEPS.format(_WRITES),
        "half": "import glob, os\n\nfound = glob.glob('/tmp/kept*') + glob.glob('kept*')\n"
        "if found:\n    get_ipython().run_cell(f'{found}')\n    os._exit(1)\n" + _TELLS.format("pass"),
    },
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return what each student can read after grading, and the course."""
    if available():
        pytest.skip(available())
    course = tmp_path_factory.mktemp("hidden") / "course"
    course.mkdir()
    write_course(course)
    path = course / "solutions" / ASSIGNMENT / NOTEBOOK
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("twice(3) == 6", f"twice({INPUT}) == 2 * {INPUT}")
    nbformat.write(notebook, path)
    release(course)
    names = {words: f"s{number}" for number, words in enumerate(LEAKS)}
    for words, name in names.items():
        hand_in(course, name, **LEAKS[words])
    hand_in(course, "ends", twice=_KEEPS.format(f"if x == {INPUT}:\n        __import__('os')._exit(1)"))
    printed = graded_by(course)
    pages, texts = Class(course).feedback(), {}
    with open_gradebook(course) as gradebook:
        for words, name in names.items():
            notebook = graded_notebook(course, name)
            cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("locked")]
            comments = [
                comment.auto_comment
                for one in gradebook.find_submission(ASSIGNMENT, name).notebooks
                for comment in one.comments
            ]
            visible = [cell.get("outputs") for cell in notebook.cells if "hidden" not in cell.id]
            told = (pages[name], notebook.metadata.nbautograde, comments, visible, cells)
            texts[words] = "\n".join(map(str, told))
    table = (course / "grades.csv").read_text(encoding="utf-8")
    return texts, f"{printed}\n{table}", graded_notebook(course, "ends")


@pytest.mark.parametrize("words", LEAKS)
def test_no_hidden_input_is_told(told, words):
    """Not on the page, in an event, a note, a comment, nor in an output outside of the hidden cells."""
    texts, table, _ = told
    assert INPUT not in texts[words]
    assert INPUT not in table


def test_visible_checks_still_tell_what_a_function_raised(told):
    """The page has the visible test's words, from a process that met visible inputs only."""
    texts, _, _ = told
    assert "ValueError: [1]" in texts["a global, told by an exception"]


def test_an_event_of_a_hidden_test_has_no_words_to_choose(told):
    """A test that came to no end is named, without a number or a reason; the verdict is a fixed word."""
    _, _, notebook = told
    assert notebook.metadata.nbautograde.events == [["kernel died", "twice__hidden came to no end."]]
    (hidden,) = (cell for cell in notebook.cells if cell.id == "twice__hidden")
    assert hidden.metadata.nbautograde == {"verdict": "ended", "words": []}
