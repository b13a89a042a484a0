"""Give a submission back the test cells that were released, and say what had become of them."""

import json
from dataclasses import dataclass

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from grader.cell_code import HIDDEN
from grader.events import note, report, start_events

__all__ = ["RestoreCells", "SourceCell", "source_cells", "source_kernelspec"]


@dataclass(frozen=True)
class SourceCell:
    """A marked cell of the assignment as the gradebook has it, hidden tests included."""

    name: str
    cell_type: str
    source: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    points: float
    task: bool = False

    def mark(self):
        """Return nbgrader's metadata of this cell."""
        mark = {
            "checksum": self.checksum,
            "grade": self.grade,
            "grade_id": self.name,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
            "cell_type": self.cell_type,
        }
        return {**mark, "points": self.points} if self.grade or self.task else mark


def source_cells(gradebook, notebook, assignment):
    """Return the `SourceCell` of every marked cell of a notebook of the assignment, in order."""
    found = gradebook.find_notebook(notebook, assignment)
    graded = {cell.name: cell.max_score for cell in found.grade_cells}
    graded |= {cell.name: cell.max_score for cell in found.task_cells}
    solutions = {cell.name for cell in found.solution_cells}
    tasks = {cell.name for cell in found.task_cells}
    return [
        SourceCell(
            cell.name,
            cell.cell_type,
            cell.source,
            cell.checksum,
            bool(cell.locked),
            cell.name in graded and cell.name not in tasks,
            cell.name in solutions,
            float(graded.get(cell.name, 0.0)),
            cell.name in tasks,
        )
        for cell in found.source_cells
    ]


def source_kernelspec(gradebook, notebook, assignment):
    """Return the kernelspec of a notebook of the assignment, or None."""
    told = gradebook.find_notebook(notebook, assignment).kernelspec
    return json.loads(told) if told else None


class RestoreCells(NbGraderPreprocessor):
    """Restore marks and texts of test cells; take out marks of nobody's; put missing test cells back.

    Afterwards the notebook has each test cell of the assignment exactly once, whatever came in. A duplicate
    loses its mark and stays as a cell of the student's.
    """

    display_data_priority = List().tag(config=True)

    def preprocess(self, nb, resources):
        """Restore one notebook."""
        start_events(nb)
        true = {cell.name: cell for cell in self._source(resources["nbgrader"])}
        self._take_out_wrong_marks(nb, true)
        present = {}
        for position, cell in enumerate(nb.cells):
            if "nbgrader" in cell.metadata:
                name = cell.metadata["nbgrader"]["grade_id"]
                present[name] = position
                _restore(nb, cell, true[name])
        self._put_back(nb, true, present)
        return nb, resources

    def _source(self, about):
        with Gradebook(about["db_url"]) as gradebook:
            return source_cells(gradebook, about["notebook"], about["assignment"])

    def _take_out_wrong_marks(self, nb, true):
        seen = set()
        for cell in reversed(nb.cells):
            mark = cell.metadata.get("nbgrader")
            name = mark.get("grade_id") if isinstance(mark, dict) else None
            name = name if isinstance(name, str) else None
            if name in true and name not in seen:
                seen.add(name)
                continue
            cell.metadata.pop("nbgrader", None)
            if name in seen and true[name].grade:
                report(nb, "tests duplicated", f"{name} stood there more than once.")
            elif mark and isinstance(mark, dict) and mark.get("grade"):
                report(nb, "tests edited", f"A graded cell {str(name)[:60]!r} is not of this assignment.")

    def _put_back(self, nb, true, present):
        """Insert each missing graded cell behind the marked cell that comes before it in the assignment."""
        after = -1
        for name, cell in true.items():
            if name in present:
                after = present[name]
            elif cell.grade:
                report(nb, "tests deleted", f"{name} was missing and has been put back.")
                make = new_code_cell if cell.cell_type == "code" else new_markdown_cell
                after += 1
                nb.cells.insert(after, make(cell.source, metadata={"nbgrader": cell.mark()}))
                present = {other: place + (place >= after) for other, place in present.items()}


def _restore(nb, cell, true):
    """Make a cell what the assignment says; report what a student cannot have changed by solving it."""
    mark, name = cell.metadata["nbgrader"], true.name
    if true.grade and true.locked:
        expected = true.mark()
        if any(mark.get(key) != expected[key] for key in ("grade", "solution", "locked")) or (
            cell.cell_type != true.cell_type or cell.metadata.get("tags")
        ):
            report(nb, "tests retagged", f"{name} was marked or tagged otherwise.")
        if mark.get("points") != true.points:
            report(nb, "tests edited", f"{name} had other points.")
            note(nb, f"{name} was marked with other points than it has")
        if cell.source.strip() not in (true.source.strip(), HIDDEN.sub("", true.source).strip()):
            report(nb, "tests edited", f"{name} had another text.")
    if true.locked:
        cell.source = true.source
        cell.metadata.pop("tags", None)
    cell.cell_type = true.cell_type
    if true.cell_type == "code":
        cell.pop("attachments", None)
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    cell.metadata["nbgrader"] = true.mark()
