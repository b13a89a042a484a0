"""Look up the reference: the solution cells of the solution notebooks, in the instructor's checkout only."""

import functools
import json
import os
from pathlib import Path
from types import SimpleNamespace

__all__ = [
    "ASSIGNMENT",
    "COURSE_ID",
    "FOUNDATIONS",
    "SPAM",
    "cells_by_grade_id",
    "notebooks",
    "reference",
    "solutions_directory",
]

COURSE_ID = "approximate_inference"
ASSIGNMENT = "practical1"
FOUNDATIONS, SPAM = "foundations_of_bayes_theorem", "variational_inference_spam_detection"
"""The names of its notebooks."""


def solutions_directory():
    """Return the folder of the solution notebooks.

    It is `$GRADER_SOLUTIONS` where that is set, else the first `solutions/practical1` found upwards from the
    current directory, else the one beside the package.

    Raises
    ------
    FileNotFoundError
        Where there is none: this is not an instructor's checkout.
    """
    if "GRADER_SOLUTIONS" in os.environ:
        return Path(os.environ["GRADER_SOLUTIONS"]).resolve()
    here = Path.cwd().resolve()
    for base in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (base / "solutions" / ASSIGNMENT).is_dir():
            return base / "solutions" / ASSIGNMENT
    raise FileNotFoundError("no solutions/practical1 here: hidden checks need the instructor's checkout")


def notebooks(folder):
    """Yield the cells of each notebook in a folder, by the notebooks' names in order."""
    for path in sorted(Path(folder).glob("*.ipynb")):
        yield json.loads(path.read_text(encoding="utf-8"))["cells"]


@functools.lru_cache(maxsize=4)
def cells_by_grade_id(directory):
    """Return, for each grade id, the source of its notebook's import cell and its own."""
    found = {}
    for cells in notebooks(directory):
        imports = "".join(next(c["source"] for c in cells if c.get("id") == "imports"))
        for cell in cells:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if grade_id is not None:
                found[grade_id] = (imports, "".join(cell["source"]))
    return found


def reference(grade_id):
    """Return the reference's functions for an exercise, as attributes of a fresh namespace.

    Parameters
    ----------
    grade_id : str
        The grade id of the exercise's solution cell.

    Raises
    ------
    KeyError
        Where no solution notebook has such a cell.
    """
    cells = cells_by_grade_id(str(solutions_directory()))
    if grade_id not in cells:
        raise KeyError(f"no solution notebook has a cell {grade_id!r}; `make build` writes them")
    scope = {"__name__": "reference"}
    for source in cells[grade_id]:
        exec(compile(source, f"<reference {grade_id}>", "exec"), scope)
    return SimpleNamespace(**scope)
