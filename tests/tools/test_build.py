"""Derived files: fresh, free of secrets, and rebuilt the same every time."""

import json
import shutil
from pathlib import Path

import pytest

from tools.cli import main
from tools.course.build import BuildError, build, derived, stale

SOLUTIONS, RELEASE = Path("solutions", "homework"), Path("notebooks", "homework")
STUB = "raise NotImplementedError()"


@pytest.fixture(scope="module")
def checkout(root, tmp_path_factory):
    """Return a small checkout with one notebook of one exercise, built once."""
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copy(root / "nbgrader_config.py", copy)
    (copy / SOLUTIONS).mkdir(parents=True)
    (copy / SOLUTIONS / "toy.py").write_text(
        '# %% id="imports"\nimport math\n\n'
        '# %% grade_id="twice"\ndef twice(x):\n'
        "    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n\n"
        '# %% grade_id="twice__hidden" points=1\n# Hidden: another number.\n'
        "### BEGIN HIDDEN TESTS\nassert twice(secret := 21) == 42\nprint(twice(2))\n### END HIDDEN TESTS\n"
    )
    build(copy, say=lambda line: None)
    return copy


@pytest.fixture(scope="module")
def fresh(checkout):
    """Return what the small checkout's sources give."""
    return derived(checkout)


def cells_of(path):
    """Return the cells of a notebook file."""
    return json.loads(path.read_text())["cells"]


def test_committed_files_are_fresh(root):
    """Every derived notebook of this project equals what its source gives, in cells, ids and metadata."""
    assert not stale(root), "run `make build` and commit what it writes"


def test_release_has_neither_solution_nor_hidden_test(checkout):
    """The release keeps signature and purpose line; solution, hidden test and source are gone."""
    released = checkout / RELEASE
    assert [path.name for path in released.iterdir()] == ["toy.ipynb"]
    text = "\n".join("".join(cell["source"]) for cell in cells_of(released / "toy.ipynb"))
    assert STUB in text
    assert "def twice(x):" in text
    assert "# Hidden: another number." in text
    assert "2 * x" not in text
    assert "secret" not in text


def test_solution_notebook_stores_outputs(checkout):
    """What a solution cell printed is stored, without times."""
    cells = cells_of(checkout / SOLUTIONS / "toy.ipynb")
    assert cells[-1]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["4\n"]}]
    assert "execution" not in cells[-1]["metadata"]


def test_second_build_writes_nothing(checkout):
    """Two builds of one source are byte-identical."""
    lines = []
    build(checkout, say=lines.append)
    assert lines == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda cell: cell.update(source=["x = 1"]),
        lambda cell: cell.update(id="other"),
        lambda cell: cell["metadata"].update(tags=["x"]),
    ],
    ids=["source", "id", "metadata"],
)
@pytest.mark.parametrize("folder", [SOLUTIONS, RELEASE], ids=["solution", "release"])
def test_an_edited_derived_file_is_stale(checkout, fresh, folder, damage):
    """A cell, an id or metadata that differs is found; an output that differs is nbval's business."""
    path = checkout / folder / "toy.ipynb"
    kept = path.read_text()
    notebook = json.loads(kept)
    damage(notebook["cells"][0])
    path.write_text(json.dumps(notebook))
    try:
        assert stale(checkout, fresh) == [folder / "toy.ipynb"]
    finally:
        path.write_text(kept)


def test_an_edited_output_is_not_stale(checkout, fresh):
    """Stored outputs are left to nbval."""
    path = checkout / SOLUTIONS / "toy.ipynb"
    kept = path.read_text()
    path.write_text(kept.replace('"4\\n"', '"5\\n"'))
    try:
        assert path.read_text() != kept
        assert stale(checkout, fresh) == []
    finally:
        path.write_text(kept)


def test_a_left_over_file_is_stale(checkout, fresh):
    """A notebook without a source, or a source in the release, is found."""
    stray = checkout / RELEASE / "toy.py"
    stray.write_text("x = 1\n")
    try:
        assert stale(checkout, fresh) == [RELEASE / "toy.py"]
    finally:
        stray.unlink()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('# %% id="imports"\nimport math\n\n# %% id="last"\nmath.sqrt(-1)\n', "the cell `last` fails"),
        ('# %% grade_it="twice"\nx = 1\n', "cell header not understood: grade_it"),
    ],
    ids=["cell", "header"],
)
def test_a_source_that_cannot_be_built_is_named(checkout, tmp_path, source, told):
    """A failing cell, and a header that is not understood, are said by file and cell; nothing is written."""
    copy = shutil.copytree(checkout, tmp_path / "copy")
    before = (copy / RELEASE / "toy.ipynb").read_bytes()
    (copy / SOLUTIONS / "toy.py").write_text(source)
    with pytest.raises(BuildError, match=rf"toy\.py: {told}"):
        build(copy, say=lambda line: None)
    assert (copy / RELEASE / "toy.ipynb").read_bytes() == before


def test_a_course_without_sources_is_told_in_one_line(checkout, tmp_path, monkeypatch, capsys):
    """`grader build` where no source is prints what it looked for and ends with 2."""
    shutil.copy(checkout / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 2
    assert (
        capsys.readouterr().err
        == "grader: no sources: there is no solutions/<assignment>/<notebook>.py here\n"
    )
