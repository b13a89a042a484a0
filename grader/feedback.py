"""Feedback pages: what happened stands at the top, hidden tests and tracebacks that quote them stay out."""

import re

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from grader.events import events_of, status_in, worst

__all__ = ["HIDDEN", "HideHiddenTests", "TellStatus"]

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)

_OF_THE_GRADER = ("NameError", "KernelDied", "NotRun")


class HideHiddenTests(NbGraderPreprocessor):
    """Replace hidden regions by one line; of such a cell's output keep the check's own words only."""

    # The feedback exporter sets this on every preprocessor and warns where it is unknown.
    display_data_priority = List().tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        """Clean one cell of the feedback page; the graded notebook itself stays as it is."""
        if cell.cell_type != "code" or not HIDDEN.search(cell.source):
            return cell, resources
        cell.source = HIDDEN.sub("# (hidden tests)\n", cell.source).rstrip()
        cell.outputs = [kept for output in cell.outputs if (kept := _without_inputs(output)) is not None]
        return cell, resources


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


def _without_inputs(output):
    """Return an output of a hidden cell as a student may see it, or None."""
    if output.output_type == "stream" and output.name == "stdout":
        output.text = "".join(line for line in output.text.splitlines(True) if line.startswith("Right: "))
        return output if output.text else None
    if output.output_type != "error":
        return None
    if output.ename == "CheckFailed":
        output.traceback = ["Not yet right.", *output.evalue.splitlines()]
    elif output.ename in _OF_THE_GRADER:
        output.traceback = [f"{output.ename}: {output.evalue}"]
    elif output.ename == "CheckError":
        output.traceback = ["This check is broken, which is not your fault: ask your instructor."]
    else:
        output.traceback = [output.ename]
    if output.ename not in ("CheckFailed", *_OF_THE_GRADER):
        output.evalue = ""
    return output
