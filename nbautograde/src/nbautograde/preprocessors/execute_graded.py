"""Execute a submission: whatever the student wrote, and of our own cells those that are graded."""

from traitlets import Bool

from nbautograde.course.assignment import source_notebook
from nbautograde.preprocessors.execute_resilient import ExecuteResilient

__all__ = ["ExecuteGraded"]


class ExecuteGraded(ExecuteResilient):
    """Execution without the course's own cells that its settings leave out, see `CourseCode.ungraded_tags`.

    A cell is left out only where it is, letter for letter, such a cell of the source notebook; one that a
    student edited or added runs. Tags in the submission decide nothing: they could skip a test.
    """

    run_ungraded = Bool(False, help="Also run our own cells that are not graded.").tag(config=True)

    def preprocess(self, nb, resources=None, km=None):
        """Execute a notebook; `resources["source"]` is its `SourceNotebook`, where somebody has read it."""
        self.source = resources.get("source") or source_notebook(self.config, resources["nbgrader"])
        return super().preprocess(nb, resources, km)

    def is_left_out(self, cell):
        """Return whether a cell is the course's own, untouched and not graded."""
        marked = "nbgrader" in cell.metadata
        return not self.wants_ungraded and not marked and cell.source in self.source.ungraded

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
