"""Give a submission back the test cells that were released, and say what had become of them.

Nobody is told of what a tool does or what the course itself has changed. Texts are compared without white
space, line ends and byte order marks. What was released earlier is known by the checksum that nbgrader gave a
cell then, over text, marks and points: a cell that still fits its own is as it was released. A student can
work out a checksum for another text; that hides a word and gives nothing, as each test is restored anyway.
"""

import unicodedata

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum
from traitlets import List

from nbautograde.course.cell_code import HIDDEN
from nbautograde.course.source_cells import source_cells
from nbautograde.events import note, report, start_events

__all__ = ["RestoreCells"]


_RUNS_OTHERWISE = ("skip-execution", "raises-exception")


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
        for number, cell in reversed(list(enumerate(nb.cells, 1))):
            mark = cell.metadata.get("nbgrader")
            name = mark.get("grade_id") if isinstance(mark, dict) else None
            name = name if isinstance(name, str) else None
            if name in true and name not in seen:
                seen.add(name)
                continue
            strange = name not in true and isinstance(mark, dict) and mark.get("grade")
            if strange and not _is_as_released(cell):
                text = f"Cell {number} is marked as graded and is not of this assignment."
                report(nb, "tests edited", text)
            cell.metadata.pop("nbgrader", None)
            if name in seen and true[name].grade:
                report(nb, "tests duplicated", f"{name} stood there more than once.")

    def _put_back(self, nb, true, present):
        """Insert each missing graded cell behind the marked cell that comes before it in the assignment."""
        after = -1
        for name, cell in true.items():
            if name in present:
                after = present[name]
            elif cell.grade or cell.task:
                if cell.grade:
                    report(nb, "tests deleted", f"{name} was missing and has been put back.")
                make = new_code_cell if cell.cell_type == "code" else new_markdown_cell
                after += 1
                nb.cells.insert(after, make(cell.source, metadata={"nbgrader": cell.mark()}))
                present = {other: place + (place >= after) for other, place in present.items()}


def _restore(nb, cell, true):
    """Make a cell what the assignment says; report what a student cannot have changed by solving it."""
    mark, name = cell.metadata["nbgrader"], true.name
    if true.grade and true.locked:
        # not `locked`: the gradebook's is derived, whatever the released metadata say
        marked = (bool(mark.get("grade")), bool(mark.get("solution")))
        if marked != (true.grade, true.solution) or cell.cell_type != true.cell_type or _is_tagged(cell):
            report(nb, "tests retagged", f"{name} was marked or tagged otherwise.")
        as_released = _is_as_released(cell)
        if mark.get("points", true.points) != true.points and not as_released:
            report(nb, "tests edited", f"{name} had other points.")
            note(nb, f"{name} was marked with other points than it has")
        texts = (true.source, HIDDEN.sub("", true.source))
        if _words(cell.source) not in map(_words, texts) and not as_released:
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


def _is_tagged(cell):
    """Return whether a cell has a tag that changes how it runs; others are an editor's or the course's."""
    tags = cell.metadata.get("tags")
    return isinstance(tags, list) and any(tag in _RUNS_OTHERWISE for tag in tags)


def _words(text):
    """Return what a test says, as far as tools leave it alone."""
    return unicodedata.normalize("NFC", text.replace("\ufeff", "")).split()


def _is_as_released(cell):
    """Return whether a cell fits the checksum that it was released with, now or earlier."""
    told = cell.metadata["nbgrader"].get("checksum")
    lines = cell.source.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return any(
            told == compute_checksum(NotebookNode({**cell, "source": text}))
            for text in (cell.source, lines, f"{lines}\n", lines.rstrip())
        )
    except (AttributeError, KeyError, TypeError, ValueError):  # its mark is no mark
        return False
