"""A submission's cells run, except the course's own that are not graded; tags cannot skip a test."""

import nbformat
import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from nbautograde.course.assignment import SourceNotebook
from nbautograde.preprocessors.execute_graded import ExecuteGraded

PICTURE = "print('a picture of ours')"
SOURCE = SourceNotebook(None, [], frozenset({PICTURE}), frozenset({PICTURE}))


@pytest.fixture(autouse=True)
def plain_kernels(monkeypatch):
    """Let kernels be Jupyter's own."""
    factory = KernelProvisionerFactory.instance()  # another test may have set ours
    monkeypatch.setattr(factory, "default_provisioner_name", "local-provisioner")


def executed(*cells, **options):
    """Return the text that each cell printed."""
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    notebook, _ = ExecuteGraded(kernel_name="python3", **options).preprocess(notebook, {"source": SOURCE})
    return ["".join(output.text for output in cell.outputs) for cell in notebook.cells]


def code(source, **metadata):
    """Return a code cell."""
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def test_only_our_own_untouched_cell_is_left_out():
    """The cell as released is skipped; an edited one and one that a student tagged run."""
    printed = executed(
        code(PICTURE, tags=["picture"]),
        code(PICTURE.replace("ours", "mine"), tags=["picture"]),
        code("print(1)", tags=["skip-execution"]),
        code(PICTURE, tags=["skip-execution"], nbgrader={"grade": True}),
    )
    assert printed == ["", "a picture of mine\n", "1\n", "a picture of ours\n"]


def test_it_can_be_switched_on():
    """`run_ungraded` runs every cell, and tags stay in the notebook."""
    cell = code(PICTURE, tags=["picture"])
    assert executed(cell, run_ungraded=True) == ["a picture of ours\n"]
    assert cell.metadata.tags == ["picture"]
