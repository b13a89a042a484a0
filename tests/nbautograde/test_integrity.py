"""A note states what no answer needs; honest work, right or wrong, gets none."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_checks.solutions import solutions_directory
from nbautograde.integrity import notes_on
from tools.course.trials import implementations

SEEN = {
    "import numpy as np\nnp.allclose = lambda *a: True": "replaces `numpy.allclose`",
    "from numpy import testing\ntesting.assert_equal, x = print, 1": "replaces `numpy.testing.assert_equal`",
    "import torch\nsetattr(torch, 'allclose', print)": "replaces `torch.allclose`",
    "import sys\nsys.displayhook = print": "replaces `sys.displayhook`",
    "import builtins as b\ndel b.AssertionError": "replaces `builtins.AssertionError`",
    "import sys\nsys.modules['grader'] = None": "replaces a module in `sys.modules`",
    "get_ipython().ast_transformers.append(1)": "`ast_transformers`",
    "get_ipython().input_transformers_post.append(1)": "`input_transformers_post`",
    "import os\nos.register_at_fork(before=print)": "`register_at_fork`",
    "import sys\ndef f(x):\n    return sys._getframe().f_back.f_locals": "`f_back`",
    "import gc\ngc.get_objects()": "`gc.get_objects`",
    "from course_checks.solutions import reference": "imports `course_checks.solutions.reference`",
    "import nbautograde.isolated_tests.student_server": "imports `nbautograde.isolated_tests.student_server`",
    "open('../gradebook.db')": "names the gradebook",
    "print(open(file='/proc/self/maps').read())": "names other processes",
    "class Any:\n    def __eq__(self, other):\n        return True": "whose `__eq__` always says True",
    "class Bomb:\n    def __reduce__(self):\n        return print, ()": "with `__reduce__`",
}

PACKAGES, OF_GRADING = ["grader"], ["course_checks"]

UNSEEN = (
    "import torch\ntorch.backends.cudnn.deterministic = True\ntorch.set_default_dtype(torch.float64)",
    "import numpy as np\nnp.random.seed(1)\nnp.seterr(all='ignore')\nnumpy_allclose = np.allclose",
    "import sys\nsys.stdout = open('log', 'w')\nsys.path.append('.')",
    "x.allclose = 1\nself.numpy = 2",
    "'A docstring may speak of /proc/ and of gradebook.db.'",
    "class Pair:\n    def __eq__(self, other):\n        return self.a == other.a",
    "class Never:\n    def __eq__(self, other):\n        return NotImplemented",
    "def broken(:",
    "%matplotlib inline\n!pip list\nx = 1",
    "from grader.checks import bayes_rule",
    "(" * 300 + ")" * 300,
)


def notes(source, **metadata):
    """Return the notes on a notebook of one cell."""
    return notes_on(new_notebook(cells=[new_code_cell(source, metadata=metadata)]), PACKAGES, OF_GRADING)


@pytest.mark.parametrize("source", SEEN)
def test_what_no_answer_needs_is_noted(source):
    """The note names the cell and says what stands there, once."""
    (note,) = notes(f"{source}\n", nbgrader={"grade_id": "bayes-rule", "solution": True, "grade": False})
    assert note.startswith("bayes-rule ")
    assert SEEN[source] in note
    assert notes(source) == [note.replace("bayes-rule", "cell 1", 1)]


@pytest.mark.parametrize("source", UNSEEN)
def test_what_an_answer_may_hold_is_not(source):
    """Settings, seeds, ordinary classes, words and broken code are nobody's business."""
    assert notes(source) == []


def test_tests_and_texts_are_not_looked_at():
    """Test cells are the course's by then, and a text does nothing."""
    source = next(iter(SEEN))
    test = new_code_cell(source, metadata={"nbgrader": {"grade_id": "t", "grade": True, "solution": False}})
    assert notes_on(new_notebook(cells=[test, new_markdown_cell(source)])) == []


@pytest.mark.parametrize("path", sorted(solutions_directory().glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_the_solutions_get_no_note(path):
    """Our own cells, pictures and training included."""
    assert notes_on(nbformat.read(path, as_version=4), PACKAGES, OF_GRADING) == []


def test_no_variant_and_no_mutant_gets_a_note(root):
    """Unusual answers and wrong ones are honest work."""
    honest = implementations(root / "tests" / "exercises")
    assert len(honest) > 500
    assert [(it.exercise, it.name) for it in honest if notes(it.source)] == []
