"""Keep hidden tests out of the feedback pages: their source, and tracebacks that quote it."""

import re

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

__all__ = ["HIDDEN", "HideHiddenTests"]

HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)


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


def _without_inputs(output):
    """Return an output of a hidden cell as a student may see it, or None."""
    if output.output_type == "stream" and output.name == "stdout":
        output.text = "".join(line for line in output.text.splitlines(True) if line.startswith("Right: "))
        return output if output.text else None
    if output.output_type != "error":
        return None
    if output.ename == "CheckFailed":
        output.traceback = ["Not yet right.", *output.evalue.splitlines()]
    elif output.ename == "NameError":
        output.traceback = [f"NameError: {output.evalue}"]
    elif output.ename == "CheckError":
        output.traceback = ["This check is broken, which is not your fault: ask your instructor."]
    else:
        output.traceback = [output.ename]
    if output.ename not in ("CheckFailed", "NameError"):
        output.evalue = ""
    return output
