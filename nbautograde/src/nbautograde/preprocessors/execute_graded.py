"""Execute a submission: whatever the student wrote, and of our own cells those that are graded."""

import functools

from traitlets import Bool

from course_checks.reference import notebooks, solutions_directory
from nbautograde.preprocessors.execute_resilient import SurvivingExecute

__all__ = ["UNGRADED_TAGS", "ExecuteWhatCounts"]

UNGRADED_TAGS = frozenset({"picture", "example", "real-data"})


class ExecuteWhatCounts(SurvivingExecute):
    """Execution without the cells of ours that are not graded, such as pictures and training.

    A cell is left out only where it is, letter for letter, a tagged cell of the solution notebook; one that a
    student edited or added runs. Tags in the submission decide nothing: they could skip a test.
    """

    run_ungraded = Bool(False, help="Also run our own cells that are not graded.").tag(config=True)

    def is_left_out(self, cell):
        """Return whether a cell is ours, untouched and not graded."""
        return not self.wants_ungraded and "nbgrader" not in cell.metadata and cell.source in _ungraded()

    @property
    def wants_ungraded(self):
        """Whether such cells are to run now."""
        return self.run_ungraded

    def preprocess_cell(self, cell, resources, index):
        """Execute one cell, or leave it out."""
        if self.is_left_out(cell):
            return cell, resources
        tags = cell.metadata.pop("tags", None)
        try:
            return super().preprocess_cell(cell, resources, index)
        finally:
            if tags is not None:
                cell.metadata["tags"] = tags


def _ungraded():
    """Return the sources of the solution notebooks' tagged cells."""
    return _tagged(str(solutions_directory()))


@functools.lru_cache(maxsize=4)
def _tagged(directory):
    return {
        "".join(cell["source"])
        for cells in notebooks(directory)
        for cell in cells
        if UNGRADED_TAGS & set(cell["metadata"].get("tags", ())) and "nbgrader" not in cell["metadata"]
    }
