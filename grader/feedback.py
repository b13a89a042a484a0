"""Keep hidden tests out of the feedback pages: their source, and tracebacks that quote it."""

import re

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

__all__ = ["HideHiddenTests"]

_HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)


class HideHiddenTests(NbGraderPreprocessor):
    """Replace hidden regions by one line and tracebacks of such cells by the error's own text."""

    # The feedback exporter sets this on every preprocessor and warns where it is unknown.
    display_data_priority = List().tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        """Clean one cell of the feedback page; the graded notebook itself stays as it is."""
        if cell.cell_type != "code" or not _HIDDEN.search(cell.source):
            return cell, resources
        cell.source = _HIDDEN.sub("# (hidden tests)\n", cell.source).rstrip()
        for output in cell.outputs:
            if output.output_type != "error":
                continue
            if output.ename == "CheckFailed":
                output.traceback = ["Not yet right.", *output.evalue.splitlines()]
            elif output.ename == "NameError":
                output.traceback = [f"NameError: {output.evalue}"]
            else:
                output.traceback = [output.ename]
                output.evalue = ""
        return cell, resources
