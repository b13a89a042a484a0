"""From an authored percent-format source to nbgrader's source notebook.

An author writes three marks in a cell's header and nothing else of nbgrader's metadata:

- `grade_id="bayes-rule"`: an exercise's solution cell (markdown: free text, graded by hand, with points);
- `grade_id="bayes-rule__visible" points=0.5`: a test cell;
- `id="imports"`: a cell with a name of its own; the reference is executed after the cell `imports`.
"""

import hashlib

import jupytext
import nbformat

__all__ = ["notebook_from_source"]

_SCHEMA = 3


def notebook_from_source(text):
    """Return the solution notebook, without outputs, of a percent-format source.

    Parameters
    ----------
    text : str
        The source.

    Returns
    -------
    nbformat.NotebookNode
        Cell ids are the grade id, the id that the author gave, or a hash of the cell's source.

    Raises
    ------
    ValueError
        Where two cells have one id, or a cell's header is not understood; the message names the cell.
    """
    notebook = jupytext.reads(text, fmt="py:percent")
    kernelspec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = nbformat.from_dict({"kernelspec": kernelspec, "language_info": {"name": "python"}})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen = set()
    for cell in notebook.cells:
        _give_metadata(cell)
        cell.id = _cell_id(cell, seen)
        if cell.id in seen:
            raise ValueError(f"two cells have the id {cell.id!r}")
        seen.add(cell.id)
    nbformat.validate(notebook)
    return notebook


def _give_metadata(cell):
    given = dict(cell.metadata)
    grade_id, points = given.pop("grade_id", None), given.pop("points", None)
    cell["id"] = given.pop("id", None)
    tags = given.pop("tags", [])
    given.pop("lines_to_next_cell", None)
    if given:
        raise ValueError(f"cell header not understood: {', '.join(given)} in {_first_line(cell)!r}")
    if points is not None and grade_id is None:
        raise ValueError(f"points without a grade_id in {_first_line(cell)!r}")
    if "picture" in tags:
        tags = sorted({*tags, "nbval-ignore-output"})
    cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    if grade_id is None:
        return
    test = "__" in grade_id
    if test != (points is not None) and cell.cell_type == "code":
        raise ValueError(f"{grade_id}: a test cell is named <exercise>__<part> and has points")
    nbgrader = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": test,
        "schema_version": _SCHEMA,
        "solution": not test,
        "task": False,
    }
    if points is not None:
        nbgrader["points"] = points
    cell.metadata["nbgrader"] = nbformat.from_dict(nbgrader)
    cell["id"] = grade_id


def _cell_id(cell, seen):
    if cell["id"] is not None:
        return cell["id"]
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()
    return next(name for i in range(99) if (name := f"{digest[:12]}{i or ''}") not in seen)


def _first_line(cell):
    return cell.source.splitlines()[0] if cell.source else "an empty cell"
