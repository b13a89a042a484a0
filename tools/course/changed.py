"""Say which cells an assignment gained or lost since it was released: nbgrader refuses to release it then."""

import json
from pathlib import Path

from nbgrader.api import MissingEntry

__all__ = ["changed_cells"]


def changed_cells(root, assignment, gradebook):
    """Return, in words, which marked cells and notebooks were added or removed; empty where none was.

    A cell with another mark is both. Where sources cannot be read, nothing is said: nbgrader will say it.

    Parameters
    ----------
    root : Path
        The checkout.
    assignment : str
        The assignment's name.
    gradebook : nbgrader.api.Gradebook
        The gradebook.
    """
    try:
        released = {
            (book.name, *cell) for book in _notebooks(gradebook, assignment) for cell in _released(book)
        }
        source = {
            (path.stem, *cell)
            for path in Path(root, "solutions", assignment).glob("*.ipynb")
            for cell in _marked(json.loads(path.read_text(encoding="utf-8"))["cells"])
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""
    if not released or not source:
        return ""
    parts = [("added", source - released), ("removed", released - source)]
    return "; ".join(
        f"{word}: {', '.join(sorted({one[1] for one in found}))}" for word, found in parts if found
    )


def _notebooks(gradebook, assignment):
    try:
        return gradebook.find_assignment(assignment).notebooks
    except MissingEntry:
        return []


def _released(notebook):
    kinds = (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
    names = [{cell.name for cell in cells} for cells in kinds]
    return {(cell.name, *(cell.name in kind for kind in names)) for cell in notebook.source_cells}


def _marked(cells):
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return {
        (mark["grade_id"], *(bool(mark.get(kind)) for kind in ("grade", "solution", "task")))
        for mark in marks
        if any(mark.get(kind) for kind in ("grade", "solution", "task", "locked"))
    }
