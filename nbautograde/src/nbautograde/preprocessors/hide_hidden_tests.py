"""Feedback pages: what happened stands at the top, hidden tests and tracebacks that quote them stay out."""

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from nbautograde.course.cell_code import HIDDEN, is_hidden
from nbautograde.events import events_of, status_in, verdict_of, worst

__all__ = ["HIDDEN", "HideHiddenTests", "TellStatus"]

_NOT_PASSED = "A hidden test did not pass."
_BROKEN = "This check is broken, which is not your fault: ask your instructor."


class HideHiddenTests(NbGraderPreprocessor):
    """Replace hidden regions by one line; of what came of such a cell keep the check's own words only.

    Whatever the cell's outputs hold may have been chosen by the student's code after it had met the hidden
    inputs: only the verdict of the test runner counts. Where there is none, since tests ran in the
    student's kernel, the page says whether the test passed and nothing else.
    """

    # The feedback exporter sets this on every preprocessor and warns where it is unknown.
    display_data_priority = List().tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        """Clean one cell of the feedback page; the graded notebook itself stays as it is."""
        if cell.cell_type == "code" and (is_hidden(cell) or _is_unmarked(cell)):
            cell.outputs = _without_inputs(cell)
            cell.source = HIDDEN.sub("# (hidden tests)\n", cell.source).rstrip()
        return cell, resources


def _is_unmarked(cell):
    return "nbgrader" not in cell.metadata and HIDDEN.search(cell.source) is not None


class TellStatus(NbGraderPreprocessor):
    """Say at the top of the page what happened to the submission, where anything did."""

    display_data_priority = List().tag(config=True)

    def preprocess(self, nb, resources):
        """Add `status` and `events`, texts, for the template; a comment need not say it again."""
        events = events_of(nb)
        if events:
            texts = [text for _, text in events]
            resources["nbgrader"].update(status=worst(events), events=texts)
        for mark in (cell.metadata.get("nbgrader", {}) for cell in nb.cells):
            if status_in(mark.get("comment")):
                mark["comment"] = mark["comment"].partition("\n\n")[2]
        return nb, resources


def _without_inputs(cell):
    """Return the outputs of a hidden cell as a student may see them."""
    verdict, words = verdict_of(cell)
    if verdict == "passed" or (verdict is None and not any(map(_fails, cell.outputs))):
        return (
            [new_output("stream", name="stdout", text="".join(f"{line}\n" for line in words))]
            if words
            else []
        )
    if verdict == "broken":
        return [_failure("CheckError", [_BROKEN])]
    if verdict == "failed":
        return [_failure("CheckFailed", ["Not yet right.", *words])]
    return [_failure("CheckFailed", [_NOT_PASSED])]


def _fails(output):
    return output.output_type == "error" or (output.output_type == "stream" and output.name == "stderr")


def _failure(name, lines):
    return new_output("error", ename=name, evalue=lines[-1], traceback=lines)
