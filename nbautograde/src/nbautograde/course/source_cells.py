"""The assignment's marked cells and kernelspecs, as the gradebook has them."""

import json
from dataclasses import dataclass

__all__ = ["SourceCell", "source_cells", "source_kernelspec"]


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
    tasks = {cell.name: cell.max_score for cell in found.task_cells}
    solutions = {cell.name for cell in found.solution_cells}
    return [
        SourceCell(
            cell.name,
            cell.cell_type,
            cell.source,
            cell.checksum,
            bool(cell.locked),
            cell.name in graded,
            cell.name in solutions,
            float({**tasks, **graded}.get(cell.name, 0.0)),
            cell.name in tasks,
        )
        for cell in found.source_cells
    ]


def source_kernelspec(gradebook, notebook, assignment):
    """Return the kernelspec of a notebook of the assignment, or None."""
    told = gradebook.find_notebook(notebook, assignment).kernelspec
    return json.loads(told) if told else None
